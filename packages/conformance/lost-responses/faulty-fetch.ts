import type { Random } from "./random.ts";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A `fetch` with faults, and what it did. */
export interface FaultyFetch {
  readonly fetch: Fetch;
  /** Switches the faults off or on. */
  isFaulty: boolean;
  /** Called where the caller gives up. */
  abort(): void;
  /** Executes requests that are still under way. */
  settle(): Promise<void>;
}

const failed = () =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });
const refused = () =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) });
const errorResponse = (status: number, headers: Record<string, string> = {}) =>
  Response.json({ error: { code: "serviceNotAvailable", message: "Later." } }, { status, headers });

/**
 * Sends requests with faults before, after and during the response, and some later than their caller believes. `between` is
 * called before and after requests: others work there.
 */
export function createFaultyFetch(random: Random, between: () => Promise<void>): FaultyFetch {
  const late: (() => Promise<unknown>)[] = [];
  async function settle(): Promise<void> {
    for (const send of late.splice(0)) await send();
  }
  async function execute(url: string, init: RequestInit): Promise<Response> {
    await between();
    const { signal, ...rest } = init;
    const response = await fetch(url, rest);
    const body = await response.text();
    await between();
    const { status, headers } = response;
    return new Response(body === "" ? null : body, { status, headers });
  }
  const self: FaultyFetch = {
    isFaulty: true,
    abort() {},
    settle,
    async fetch(url, init) {
      if (!self.isFaulty || random.chance(0.4)) {
        const response = await execute(url, init);
        // What was under way may arrive only now.
        if (random.chance(0.5)) await settle();
        return response;
      }
      const isConditional = new Headers(init.headers).has("if-match");
      switch (
        random.pick([
          "refused",
          "throttled",
          "before",
          "after",
          "during",
          "after",
          "unauthorized",
          "garbled",
          "aborted",
          isConditional ? "late" : "after",
        ])
      ) {
        case "refused":
          throw refused();
        case "throttled":
          return errorResponse(429, { "retry-after": "0.001" });
        case "unauthorized":
          return errorResponse(401);
        case "garbled": {
          const response = await execute(url, init);
          return response.ok ? garble(random) : response;
        }
        case "aborted": {
          const isExecuted = random.chance(0.5);
          if (isExecuted) await execute(url, init);
          self.abort();
          return isExecuted ? lose(random) : errorResponse(503);
        }
        case "before":
          return lose(random);
        case "late":
          late.push(() => execute(url, init));
          return lose(random);
        case "during": {
          const response = await execute(url, init);
          return cut(response);
        }
        default:
          await execute(url, init);
          return lose(random);
      }
    },
  };
  return self;
}

/** What the caller sees of a request whose response is lost. */
function lose(random: Random): Response {
  const kind = random.pick([503, 504, 500, 502, "html", "reset"]);
  if (kind === "reset") throw failed();
  if (kind === "html")
    return new Response("<html>", { status: 502, headers: { "content-type": "text/html" } });
  return errorResponse(Number(kind));
}

/** A success that does not say what was asked for. */
function garble(random: Random): Response {
  const kind = random.pick(["empty", "html", "{}"]);
  if (kind === "empty") return new Response(null, { status: 204 });
  return kind === "{}"
    ? Response.json({})
    : new Response("<html>Sign in</html>", { headers: { "content-type": "text/html" } });
}

/** A response whose connection breaks in the middle of the body. */
function cut(response: Response): Response {
  const { status, headers } = response;
  if (status === 204) throw failed();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":"'));
      controller.error(failed());
    },
  });
  return new Response(body, { status, headers: { "content-type": headers.get("content-type") ?? "" } });
}
