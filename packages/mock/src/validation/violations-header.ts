import { formatLocation, type Violation } from "@partner-referrals/server/violations";
import { parsePointer } from "@partner-referrals/spec/model";

/** The response header in which Prism reports violations. */
export const violationsHeader = "sl-violations";

/** Common servers and clients reject longer header values. */
const maxLength = 7900;

/**
 * Violations in Prism's form: `[{"location":["response","body","status"],"severity":"Error",...}]`. Always ASCII, always
 * whole JSON; what does not fit is counted in a last entry.
 */
export function formatViolationsHeader(
  request: readonly Violation[],
  response: readonly Violation[],
): { readonly name: string; readonly value: string } {
  const entries = [
    ...request.map((violation) => toEntry("request", violation)),
    ...response.map((violation) => toEntry("response", violation)),
  ];
  const shown: string[] = [];
  let length = 0;
  for (const entry of entries.map(toAscii)) {
    length += entry.length + 1;
    if (length > maxLength) break;
    shown.push(entry);
  }
  const left = entries.length - shown.length;
  if (left > 0)
    shown.push(toAscii({ location: [], severity: "Warning", code: "more", message: `${left} more` }));
  return { name: violationsHeader, value: `[${shown.join()}]` };
}

function toEntry(subject: "request" | "response", violation: Violation): object {
  const { location, pointer, name, code, message } = violation;
  const path = pointer === undefined ? [name ?? ""] : parsePointer(pointer);
  return {
    location: [subject, location, ...path.filter((token) => token !== "")],
    severity: "Error",
    code,
    message: `${formatLocation(violation)} ${message}`,
  };
}

function toAscii(entry: object): string {
  return JSON.stringify(entry).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
