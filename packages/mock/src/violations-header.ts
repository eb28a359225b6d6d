import { place, type Violation } from "./check/violation.ts";

/** The response header in which Prism reports violations. */
export const violationsHeader = "sl-violations";

/** Longer header values are refused by common servers and clients. */
const longestValue = 8000;
const longestWord = 200;

/**
 * Violations in Prism's form: `[{"location":["response","body","status"],"severity":"Error",...}]`. Always ASCII, always
 * whole JSON; what does not fit is counted in a last entry.
 */
export function toViolationsHeader(request: readonly Violation[], response: readonly Violation[]): string {
  const entries = [
    ...request.map((violation) => toEntry("request", violation)),
    ...response.map((violation) => toEntry("response", violation)),
  ];
  let value = "";
  for (const [index, entry] of entries.entries()) {
    const rest = `,${toAscii({ location: [], severity: "Warning", code: "more", message: `${entries.length - index} more` })}`;
    const next = `${value}${value === "" ? "" : ","}${toAscii(entry)}`;
    if (next.length + rest.length + 2 > longestValue) return `[${value}${rest}]`;
    value = next;
  }
  return `[${value}]`;
}

function toEntry(subject: "request" | "response", violation: Violation): object {
  const { location, pointer, name, code, message } = violation;
  const path = pointer === undefined ? [name ?? ""] : pointer.split("/").slice(1).map(unescapeSegment);
  return {
    location: [
      subject,
      location,
      ...path
        .filter((segment) => segment !== "")
        .slice(0, 20)
        .map(shorten),
    ],
    severity: "Error",
    code,
    message: `${shorten(place(violation))} ${shorten(message)}`,
  };
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function shorten(word: string): string {
  return word.length > longestWord ? `${word.slice(0, longestWord - 1)}…` : word;
}

function toAscii(entry: object): string {
  return JSON.stringify(entry).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
