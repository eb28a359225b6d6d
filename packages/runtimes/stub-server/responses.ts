/** What the stub responds with: each way in which the real service can be unpleasant, once. */
import { type KeyObject, sign } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { authorities, eventSigner } from "@partner-referrals/server/certificates";
import {
  bodyExamples,
  contract,
  isObject,
  listOperations,
  listWebhooks,
  operationNamed,
  responseExample,
} from "@partner-referrals/spec/model";

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Response {
  readonly status: number;
  readonly type?: string;
  readonly body?: unknown;
  readonly location?: string;
}

const createReferral = operationNamed(contract, "createReferral");
const created = Object(responseExample(contract, createReferral, 201).value);
const pages = [["Adventure Works", "Contoso"], ["Fabrikam"]];
const { root, intermediate } = authorities();
const signer = eventSigner(intermediate);

/** The event that the stub delivers: the first one of the contract's examples. */
export const event: object = Object(
  listWebhooks(contract).flatMap(({ requestBody }) => bodyExamples(contract, requestBody))[0]?.value,
);

/** The body of the first error example that the contract has for a status. */
export function errorBody(status: number): { readonly error: { readonly code: string } } {
  for (const operation of listOperations(contract)) {
    const body = bodyExamples(contract, operation.responses.get(String(status)))[0]?.value;
    // A cast, because `code` is required, and the contract's own tests check its examples.
    if (isObject(body) && isObject(body.error)) return body as { error: { code: string } };
  }
  throw new Error(`The contract has no example of a ${status}.`);
}

const errorResponse = (status: number): Response => ({ status, body: errorBody(status) });

/** Responds to the requests of one run; undefined for those that are left hanging. */
export function createResponder(): (request: Request) => Response | undefined {
  let referral: Record<string, unknown> = {};
  let isFirstList = true;
  let isFirstUpdate = true;

  function create({ body }: Request): Response {
    referral = { ...created, ...JSON.parse(body) };
    return { status: 201, body: referral };
  }

  function list({ url }: Request): Response {
    if (!isFirstList) return { status: 200, body: page(url) };
    isFirstList = false;
    return errorResponse(429);
  }

  function update({ headers, body }: Request): Response {
    if (isFirstUpdate) updateConcurrently();
    isFirstUpdate = false;
    if (headers["if-match"] !== referral.eTag) return errorResponse(412);
    for (const { path, value } of JSON.parse(body)) {
      const [, parent, name] = path.split("/");
      Object(referral[parent])[name] = value;
    }
    return { status: 200, body: referral };
  }

  /** What another user writes between our read and our update. */
  function updateConcurrently(): void {
    const details = { ...Object(referral.details), notes: "Call on Monday." };
    referral = { ...referral, eTag: '"2"', details };
  }

  function get({ url }: Request): Response | undefined {
    const id = url.pathname.split("/").at(-1);
    if (id === referral.id) return { status: 200, body: referral };
    if (id === "hanging") return undefined;
    if (id === "elsewhere") return { status: 302, location: `http://localhost:${url.port}/stolen` };
    return errorResponse(404);
  }

  return (request) => {
    const { method, url, headers } = request;
    if (url.pathname === "/certificate") {
      return { status: 200, type: "application/x-pem-file", body: signer.pem + intermediate.pem };
    }
    if (url.pathname === "/delivery") {
      return { status: 200, body: { ...delivery(signer.key, `${url.origin}/certificate`), root: root.pem } };
    }
    // The first token has been revoked.
    if (headers.authorization === "Bearer token-1") return errorResponse(401);
    if (method === "POST") return create(request);
    if (method === "PATCH") return update(request);
    return url.pathname === createReferral.path ? list(request) : get(request);
  };
}

/** The next link is as documented: with `http`, and whatever host was asked. */
function page({ host, pathname, searchParams }: URL): object {
  const index = Number(searchParams.get("$skiptoken") ?? 0);
  const value = pages[index]?.map((name) => ({ name }));
  if (index + 1 === pages.length) return { value };
  return { value, "@odata.nextLink": `http://${host}${pathname}?$skiptoken=${index + 1}` };
}

/** The body and the headers that the event is delivered with. */
function delivery(key: KeyObject, certificateUrl: string): { headers: Record<string, string>; body: string } {
  const body = JSON.stringify(event);
  return {
    headers: {
      "content-type": "application/json",
      authorization: `Signature ${sign("sha256", Buffer.from(body), key).toString("base64")}`,
      "x-ms-certificate-url": certificateUrl,
      "x-ms-signature-algorithm": "rsa-sha256",
    },
    body,
  };
}
