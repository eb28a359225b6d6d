/** The curl command that makes an operation's request, from the contract's own examples. */
import { type JsonObject, type Operation, requestExample } from "@partner-referrals/spec/model";
import { requestTarget } from "./request-target.ts";

/**
 * Renders one operation as a curl command for a POSIX shell. It carries what the contract requires;
 * the token comes from the shell variable `TOKEN`.
 *
 * @throws Error when a required parameter or a request body has no example.
 */
export function curlSample(document: JsonObject, operation: Operation): string {
  const { method } = operation;
  const target = requestTarget(document, operation);
  const body = requestExample(document, operation);
  const headers = [...target.headers, ...(body ? [["Content-Type", body.mediaType]] : [])];
  const query = Object.entries(target.query);

  // curl encodes a query only for GET.
  const get = method === "get" && query.length > 0;
  const url =
    target.url + (get || query.length === 0 ? "" : `?${new URLSearchParams(Object.fromEntries(query))}`);
  return [
    `curl ${get ? "--get" : `--request ${method.toUpperCase()}`} ${quote(url)}`,
    ...(get ? query.map(([name, value]) => `--data-urlencode ${quote(`${name}=${value}`)}`) : []),
    `--header "Authorization: Bearer $TOKEN"`,
    ...headers.map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
    ...(body ? [`--data ${quote(JSON.stringify(body.value, null, 2))}`] : []),
  ].join(" \\\n  ");
}

/** Quotes a word for a POSIX shell: nothing inside single quotes is special but the single quote itself. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
