/**
 * Content negotiation (RFC 9110, section 12). By hand, as the libraries for it take a range with parameters, such as the
 * `application/json;odata.metadata=full` of OData clients, to rule out plain `application/json`.
 */

/** A media type or range in lower case, without its parameters. */
function essenceOf(header: string): string {
  return (header.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** The value of one parameter of a media type. */
export function mediaTypeParameter(header: string, name: string): string | undefined {
  for (const part of header.split(";").slice(1)) {
    const [key = "", value = ""] = part.split("=", 2);
    if (key.trim().toLowerCase() === name) return value.trim().replace(/^"(.*)"$/, "$1");
  }
  return undefined;
}

/** Whether a body of this type is JSON: `application/json` or `application/<name>+json`. */
export function isJsonType(mediaType: string): boolean {
  return /^application\/(.+\+)?json$/.test(essenceOf(mediaType));
}

/** Whether a media type falls in a range such as `text/*`. */
export function matchesRange(mediaType: string, range: string): boolean {
  const type = essenceOf(mediaType);
  const wanted = essenceOf(range);
  if (wanted === "*/*" || wanted === type) return true;
  return wanted.endsWith("/*") && type.startsWith(wanted.slice(0, -1));
}

/** The first of `offered`, most wanted first, that an Accept header allows; undefined when it allows none. */
export function negotiate(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === "") return offered[0];
  const ranges = accept.split(",").map((range) => ({ range, quality: qualityOf(range) }));
  let best: { readonly type: string; readonly quality: number } | undefined;
  for (const type of offered) {
    // The most specific range that matches decides: `*/*, text/html;q=0` rules out HTML only.
    const matching = ranges.filter(({ range }) => matchesRange(type, range));
    const [decisive] = matching.sort((a, b) => specificity(b.range) - specificity(a.range));
    const quality = decisive?.quality ?? 0;
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type;
}

function qualityOf(range: string): number {
  const written = mediaTypeParameter(range, "q");
  if (written === undefined) return 1;
  const quality = Number(written);
  return Number.isNaN(quality) ? 0 : quality;
}

function specificity(range: string): number {
  const type = essenceOf(range);
  if (type === "*/*") return 0;
  return type.endsWith("/*") ? 1 : 2;
}
