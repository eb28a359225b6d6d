import { truncate, type Violation } from "@partner-referrals/server/violations";

/** A request target in its parts. The path is still percent-encoded, the query is not. */
export interface Target {
  /** Path and query as they were sent. */
  readonly raw: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** Takes a request target apart; a violation when its percent-encoding is broken. */
export function parseTarget(raw: string): Target | Violation {
  const [beforeFragment = ""] = raw.split("#", 1);
  // A client that speaks to a proxy sends the whole URL. Its host never decides where we connect to.
  const target = beforeFragment.replace(/^https?:\/\/[^/?]*/i, "");
  const mark = target.indexOf("?");
  const path = (mark < 0 ? target : target.slice(0, mark)) || "/";
  if (decode(path) === undefined) return brokenEncoding("path", "path");
  const query: [string, string][] = [];
  for (const pair of mark < 0 ? [] : target.slice(mark + 1).split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode((equals < 0 ? pair : pair.slice(0, equals)).replaceAll("+", " "));
    const value = decode(equals < 0 ? "" : pair.slice(equals + 1).replaceAll("+", " "));
    if (name === undefined || value === undefined) return brokenEncoding("query", name ?? "name");
    query.push([name, value]);
  }
  return { raw: target, path, query };
}

function brokenEncoding(location: "path" | "query", name: string): Violation {
  return { location, name: truncate(name), code: "encoding", message: "has a broken percent-encoding" };
}

function decode(encoded: string): string | undefined {
  if (!encoded.includes("%")) return encoded;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
