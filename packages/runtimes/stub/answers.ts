/** What the stub answers: it is as unpleasant as the real service can be, once in each way. */
import type { IncomingHttpHeaders } from "node:http";
import { authorities, eventSigner } from "@partner-referrals/server/certificates";
import { delivery } from "../../client/test/webhooks/deliveries.ts";
import { errorExample, operation } from "./contract.ts";

interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: object | string;
  readonly location?: string;
}

const collection = operation("createReferral", "201");
const pages = [["Adventure Works", "Contoso"], ["Fabrikam"]];
const { root, intermediate } = authorities();
const signer = eventSigner(intermediate);

const error = (status: number, response: string): Answer => ({ status, body: errorExample(response) });

/** Answers the requests of one run; with nothing to those that are left hanging. */
export function createAnswers(): (received: Received) => Answer | undefined {
  let referral: Record<string, unknown> = {};
  let isFirstList = true;
  let isFirstChange = true;

  function create({ body }: Received): Answer {
    referral = { ...collection.example, ...JSON.parse(body) };
    return { status: 201, body: referral };
  }

  function list({ url }: Received): Answer {
    if (!isFirstList) return { status: 200, body: page(url) };
    isFirstList = false;
    return error(429, "TooManyRequests");
  }

  function change({ headers, body }: Received): Answer {
    if (isFirstChange) somebodyElseWrites();
    isFirstChange = false;
    if (headers["if-match"] !== referral.eTag) return error(412, "PreconditionFailed");
    for (const { path, value } of JSON.parse(body)) {
      const [, parent, name] = path.split("/");
      Object(referral[parent])[name] = value;
    }
    return { status: 200, body: referral };
  }

  function somebodyElseWrites(): void {
    referral = {
      ...referral,
      eTag: '"2"',
      details: { ...Object(referral.details), notes: "Call on Monday." },
    };
  }

  function get({ url }: Received): Answer | undefined {
    const id = url.pathname.split("/").at(-1);
    if (id === referral.id) return { status: 200, body: referral };
    if (id === "hanging") return undefined;
    if (id === "elsewhere") return { status: 302, location: `http://localhost:${url.port}/stolen` };
    return error(404, "NotFound");
  }

  return (received) => {
    const { method, url, headers } = received;
    if (url.pathname === "/certificate") {
      return { status: 200, type: "application/x-pem-file", body: signer.pem + intermediate.pem };
    }
    if (url.pathname === "/delivery") {
      return { status: 200, body: { ...delivery(signer, `${url.origin}/certificate`), root: root.pem } };
    }
    // The first token has been revoked.
    if (headers.authorization === "Bearer token-1") return error(401, "Unauthorized");
    if (method === "POST") return create(received);
    if (method === "PATCH") return change(received);
    return url.pathname === collection.path ? list(received) : get(received);
  };
}

/** The next link is as it is documented: with `http`, and whatever host was asked. */
function page({ host, pathname, searchParams }: URL): object {
  const index = Number(searchParams.get("$skiptoken") ?? 0);
  const value = pages[index]?.map((name) => ({ name }));
  if (index + 1 === pages.length) return { value };
  return { value, "@odata.nextLink": `http://${host}${pathname}?$skiptoken=${index + 1}` };
}
