import type { PrismChecks } from "../prism/load.ts";
import { withoutNoise } from "./noise.ts";
import { clip, type Violation } from "./violation.ts";

type Verdict = ReturnType<PrismChecks["validateInput" | "validateOutput"]>;
type Diagnostic = Extract<Verdict, { _tag: "Left" }>["left"][number];

/** A body of many small mistakes need not be reported in full. */
const mostDiagnostics = 500;

/** What Prism's diagnostics mean, in our words. `names` restores the case of parameter names, which Prism lowers. */
export function toViolations(verdict: Verdict, names: readonly string[]): Violation[] {
  if (verdict._tag === "Right") return [];
  // A warning, such as the use of a deprecated parameter, does not break the contract.
  const errors = verdict.left.filter(({ severity }) => severity === 0).slice(0, mostDiagnostics);
  return withoutNoise(errors.map((diagnostic) => toViolation(diagnostic, names)));
}

function toViolation(diagnostic: Diagnostic, names: readonly string[]): Violation {
  const [location = "body", ...segments] = diagnostic.path ?? [];
  const code = String(diagnostic.code ?? "invalid");
  const reason = withoutSubject(diagnostic.message, location, segments).replace("must NOT", "must not");
  const member = memberOf(code, reason);
  const message = inWords(code, reason);
  if (location === "body") {
    const pointer = [...segments, ...(member === undefined ? [] : [escapeSegment(member)])];
    return { location, pointer: pointer.map((segment) => `/${clip(segment)}`).join(""), code, message };
  }
  const lowered = segments[0] ?? member ?? "";
  const name = names.find((candidate) => candidate.toLowerCase() === lowered) ?? lowered;
  return { location: location === "query" || location === "path" ? location : "header", name, code, message };
}

/** Prism puts the location in front of what Ajv says. */
function withoutSubject(message: string, location: string, segments: readonly string[]): string {
  const kind = location === "body" ? "property" : "parameter";
  const subject = segments.length > 0 ? `${location} ${kind} ${segments.join(".").trim()} ` : `${location} `;
  return message.replace(/^(Request|Response) /, "").replace(subject, "");
}

/** The member that is missing or too many. Its own pointer is more use than that of the object around it. */
function memberOf(code: string, reason: string): string | undefined {
  if (code === "required") return /required property '(.*)'$/s.exec(reason)?.[1];
  if (code === "additionalProperties") return /; found '(.*)'$/s.exec(reason)?.[1];
  if (code === "unevaluatedProperties") return /: '(.*)'$/s.exec(reason)?.[1];
  return undefined;
}

function inWords(code: string, reason: string): string {
  switch (code) {
    case "required":
      return "is required";
    case "additionalProperties":
    case "unevaluatedProperties":
    case "false schema":
      return "is not allowed here";
    case "enum":
      return reason.replace("equal to one of the allowed values: ", "one of ");
    case "type":
      return `must be ${typesInWords(reason.replace(/^must be /, "").split(","))}`;
    case "const":
      return "must have the one value that the contract allows here";
    case "not":
      return "is ruled out by the contract here";
    case "anyOf":
      return "fits none of the alternatives that the contract allows";
    case "oneOf":
      return "must fit exactly one of the alternatives that the contract allows";
    case "format":
      return reason.replace(/^must match format "(.*)"$/, "must be in the format $1");
    case "pattern":
      return reason.replace("match pattern", "match the pattern");
    default:
      return reason;
  }
}

function typesInWords(types: readonly string[]): string {
  const words = types.map((type) =>
    type === "null" ? type : `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`,
  );
  return words.join(" or ");
}

function escapeSegment(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
