import { parsePointer } from "@partner-referrals/spec/model";
import { formatLocation, type Violation } from "./violations.ts";

/** The response header in which Prism reports violations. */
export const violationsHeader = "sl-violations";

/** Common servers and clients reject longer header values. */
const maxLength = 7900;

/** The response header that lists what a request names and the contract does not know. */
export const warningsHeader = "contract-warnings";

/** A response header. */
interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/**
 * Violations as a header in Prism's form: `[{"location":["response","body","status"],"severity":"Error",...}]`. Always
 * ASCII, always whole JSON; what does not fit is counted in a last entry.
 */
export function formatViolationsHeader(
  request: readonly Violation[],
  response: readonly Violation[],
): NamedValue {
  const entries = [
    ...request.map((violation) => toEntry("request", violation, "Error")),
    ...response.map((violation) => toEntry("response", violation, "Error")),
  ];
  return { name: violationsHeader, value: formatEntries(entries) };
}

/** Warnings about a request as a header, in the form of {@link formatViolationsHeader}. */
export function formatWarningsHeader(warnings: readonly Violation[]): NamedValue {
  const entries = warnings.map((violation) => toEntry("request", violation, "Warning"));
  return { name: warningsHeader, value: formatEntries(entries) };
}

function formatEntries(entries: readonly object[]): string {
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
  return `[${shown.join()}]`;
}

function toEntry(
  subject: "request" | "response",
  violation: Violation,
  severity: "Error" | "Warning",
): object {
  const { location, pointer, name, code, message } = violation;
  const path = pointer === undefined ? [name ?? ""] : parsePointer(pointer);
  return {
    location: [subject, location, ...path.filter((token) => token !== "")],
    severity,
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
