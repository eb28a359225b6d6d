import { place, type Violation } from "./check/violation.ts";

/** The response header in which Prism reports violations. */
export const violationsHeader = "sl-violations";

/** Longer header values are refused by common servers and clients. */
const longestValue = 7900;

/**
 * Violations in Prism's form: `[{"location":["response","body","status"],"severity":"Error",...}]`. Always ASCII, always
 * whole JSON; what does not fit is counted in a last entry.
 */
export function toViolationsHeader(request: readonly Violation[], response: readonly Violation[]): string {
  const entries = [
    ...request.map((violation) => toEntry("request", violation)),
    ...response.map((violation) => toEntry("response", violation)),
  ];
  const shown: string[] = [];
  let length = 0;
  for (const entry of entries.map(toAscii)) {
    length += entry.length + 1;
    if (length > longestValue) break;
    shown.push(entry);
  }
  const left = entries.length - shown.length;
  if (left > 0)
    shown.push(toAscii({ location: [], severity: "Warning", code: "more", message: `${left} more` }));
  return `[${shown.join()}]`;
}

function toEntry(subject: "request" | "response", violation: Violation): object {
  const { location, pointer, name, code, message } = violation;
  const path = pointer === undefined ? [name ?? ""] : pointer.split("/").slice(1).map(unescapeSegment);
  return {
    location: [subject, location, ...path.filter((segment) => segment !== "")],
    severity: "Error",
    code,
    message: `${place(violation)} ${message}`,
  };
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function toAscii(entry: object): string {
  return JSON.stringify(entry).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
