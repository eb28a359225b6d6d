/** A media type or range, in lower case and without its parameters, such as `application/json`. */
function essence(header: string): string {
  return (header.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** The value of one parameter of a Content-Type header. */
export function parameter(header: string, name: string): string | undefined {
  for (const part of header.split(";").slice(1)) {
    const [key = "", value = ""] = part.split("=", 2);
    if (key.trim().toLowerCase() === name) return value.trim().replace(/^"(.*)"$/, "$1");
  }
  return undefined;
}

export function isJson(mediaType: string): boolean {
  return /^application\/(.+\+)?json$/.test(essence(mediaType));
}

/** Whether a media type falls in a range such as `text/*`. */
export function isInRange(mediaType: string, range: string): boolean {
  const type = essence(mediaType);
  const wanted = essence(range);
  if (wanted === "*/*" || wanted === type) return true;
  return wanted.endsWith("/*") && type.startsWith(wanted.slice(0, -1));
}

/** The first of `offered`, most wanted first, that an Accept header allows; undefined when it allows none. */
export function negotiate(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === "") return offered[0];
  const ranges = accept.split(",").map((range) => ({ range, quality: qualityOf(range) }));
  let best: { type: string; quality: number } | undefined;
  for (const type of offered) {
    // The most specific range that fits decides: `*/*, text/html;q=0` rules out HTML only.
    const fitting = ranges.filter(({ range }) => isInRange(type, range));
    const [decisive] = fitting.sort((a, b) => specificity(b.range) - specificity(a.range));
    const quality = decisive?.quality ?? 0;
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type;
}

function qualityOf(range: string): number {
  const written = parameter(range, "q");
  if (written === undefined) return 1;
  const quality = Number(written);
  return Number.isNaN(quality) ? 0 : quality;
}

function specificity(range: string): number {
  const type = essence(range);
  if (type === "*/*") return 0;
  return type.endsWith("/*") ? 1 : 2;
}
