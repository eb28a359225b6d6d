import type { IncomingHttpHeaders } from "node:http";

/** The headers that came as one value each. Node gives only `set-cookie` as a list. */
export function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === "string") single[name] = value;
  }
  return single;
}
