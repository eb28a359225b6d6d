import type { ServerResponse } from "node:http";
import { createReferralsClient, type ReferralsClientOptions } from "@partner-referrals/client";
import type { Referral } from "@partner-referrals/types";
import { json, type Received, referral, serve } from "./server.ts";

/** A referral as the service stores it. */
export type Stored = { -readonly [Property in keyof Referral]: Referral[Property] };

/** What goes wrong with a change: before it is executed, after it, or in the middle of its response. */
export interface Loss {
  readonly when: "before" | "after" | "during";
  /** A status code, or a connection that breaks. */
  readonly kind: number | "disconnect" | "204" | "html";
  /** What someone else does to the referral right after that. */
  readonly others?: (stored: Stored) => void;
}

/** A service with one referral, whose ETag counts. `losses` are used up by changes in turn. */
export async function referralService(
  start: Partial<Referral> = {},
  losses: Loss[] = [],
  options: Partial<ReferralsClientOptions> = {},
) {
  const stored: Stored = structuredClone({ ...referral, ...start });
  let executed = 0;
  const touch = () => {
    stored.eTag = `"${Number(stored.eTag.slice(1, -1)) + 1}"`;
  };
  const server = await serve((received, response) => {
    if (received.method === "GET") return json(response, 200, stored);
    const loss = losses.shift();
    if (loss?.when !== "before") {
      if (received.headers["if-match"] !== stored.eTag) {
        return json(response, 412, { error: { code: "preconditionFailed", message: "Changed." } });
      }
      Object.assign(stored, applyPatch(stored, JSON.parse(received.body)));
      touch();
      executed++;
    }
    if (!loss) return json(response, 200, stored);
    const body = JSON.stringify(stored);
    if (loss.others) {
      loss.others(stored);
      touch();
    }
    lose(response, loss, body);
  });
  const referrals = createReferralsClient({
    token: "t",
    baseUrl: server.url,
    retry: { baseDelayMs: 1, maxRetries: 2 },
    ...options,
  });
  return {
    referrals,
    stored,
    executed: () => executed,
    received: server.received as readonly Received[],
    methods: () => server.received.map(({ method }) => method),
  };
}

function lose(response: ServerResponse, { when, kind }: Loss, body: string): void {
  if (when === "during") {
    response.writeHead(200, { "content-type": "application/json", "content-length": String(body.length) });
    response.write(body.slice(0, 20), () => response.socket?.destroy());
  } else if (kind === "disconnect") response.socket?.destroy();
  else if (kind === "204") response.writeHead(204).end();
  else if (kind === "html") response.writeHead(200, { "content-type": "text/html" }).end("<html>");
  else json(response, Number(kind), { error: { code: "serviceNotAvailable", message: "Later." } });
}

/** Applies `add` and `replace` operations, independently of the package. */
export function applyPatch(
  document: unknown,
  patch: readonly { op: string; path: string; value?: unknown }[],
): object {
  const result = JSON.parse(JSON.stringify(document));
  for (const { op, path, value } of patch) {
    const names = path
      .split("/")
      .slice(1)
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = names.pop() ?? "";
    const parent = names.reduce((node, name) => node[name], result);
    if (Array.isArray(parent) && op === "add")
      parent.splice(last === "-" ? parent.length : Number(last), 0, value);
    else if (op === "replace" && !Object.hasOwn(parent, last))
      throw new Error(`${path} is not there to replace.`);
    else Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
  }
  return result;
}
