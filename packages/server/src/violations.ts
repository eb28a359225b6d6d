import { joinPointer } from "@partner-referrals/spec/model";

/** One place where a message violates the contract. */
export interface Violation {
  /** Which part of the message. `status` occurs in responses only. */
  readonly location: "path" | "query" | "header" | "body" | "status";
  /** Where in the body, as a JSON Pointer (RFC 6901); `""` is the body as a whole. */
  readonly pointer?: string;
  /** Which parameter or header. */
  readonly name?: string;
  /** The rule that is broken: a JSON Schema keyword such as `required`, or a word of the server's such as `readOnly`. */
  readonly code: string;
  /** What is wrong, without the location. Holds no value of the message. */
  readonly message: string;
  /** The name of the contract that was probably meant instead. */
  readonly suggestion?: string;
}

/** How many violations a response lists. A hostile body can cause tens of thousands. */
export const maxViolations = 100;

/** An error as Ajv reports it. */
export interface SchemaError {
  readonly keyword: string;
  /** Where in the value, as a JSON Pointer. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** The location in one word, such as `body/customerProfile/name` or `query/$top`. */
export function formatLocation({ location, pointer, name }: Violation): string {
  if (pointer !== undefined) return location + pointer;
  return name === undefined ? location : `${location}/${name}`;
}

/** All violations in one text of at most `maxLength` characters. */
export function describeViolations(violations: readonly Violation[], maxLength: number): string {
  let shown = "";
  for (const [index, violation] of violations.entries()) {
    const rest = ` And ${violations.length - index} more.`;
    const next = `${shown}${shown && " "}${formatLocation(violation)} ${violation.message}.`;
    const isLast = index === violations.length - 1;
    if (next.length + (isLast ? 0 : rest.length) > maxLength)
      return shown === "" ? truncate(next, maxLength) : shown + rest;
    shown = next;
  }
  return shown;
}

/** A violation at a place in the body. */
export function bodyViolation(pointer: string, code: string, message: string): Violation {
  return { location: "body", pointer, code, message };
}

/** A text of at most `maxLength` characters. By default as long as a name may be in a violation: a client can send any. */
export function truncate(text: string, maxLength = 100): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** How many of Ajv's errors are looked at. */
const maxErrors = 500;
/** Keywords that only say that a schema inside them does not match. */
const wrappers = new Set(["if", "anyOf", "oneOf", "contains"]);
/** Keywords that Ajv checks even when the type is wrong already. */
const untyped = new Set([...wrappers, "type", "enum", "const", "not", "false schema"]);

/**
 * Ajv's errors, reduced to what a person can act on. Ajv reports every branch of an `anyOf` that failed and then the
 * `anyOf` itself; of these, what the branch says that was meant is enough.
 */
export function toViolations(errors: readonly SchemaError[]): Violation[] {
  if (errors.length === 0) return [];
  const places = Map.groupBy(errors.slice(0, maxErrors), pointerOf);
  const parents = new Set([...places.keys()].flatMap(parentsOf));
  const isExplained = errors.some(({ keyword }) => !wrappers.has(keyword));
  const reduced = [...places].flatMap(([pointer, group]) =>
    reduceGroup(group, parents.has(pointer), isExplained).map((error) =>
      bodyViolation(truncateTokens(pointer), error.keyword, describeError(error)),
    ),
  );
  if (reduced.length === 0) return [...places].flatMap(([pointer, group]) => wrapperOnly(pointer, group));
  // That several alternatives failed is said before what is wrong with each.
  return reduced.sort((a, b) => Number(wrappers.has(b.code)) - Number(wrappers.has(a.code)));
}

function wrapperOnly(pointer: string, [error]: readonly SchemaError[]): Violation[] {
  return error ? [bodyViolation(truncateTokens(pointer), error.keyword, describeError(error))] : [];
}

/** A missing or superfluous member has a pointer of its own. */
function pointerOf({ instancePath, params }: SchemaError): string {
  const name = params.missingProperty ?? params.unevaluatedProperty ?? params.additionalProperty;
  return typeof name === "string" ? joinPointer(instancePath, name) : instancePath;
}

function parentsOf(pointer: string): string[] {
  const tokens = pointer.split("/");
  return tokens.slice(1).map((_, index) => tokens.slice(0, index + 1).join("/"));
}

function truncateTokens(pointer: string): string {
  return pointer
    .split("/")
    .map((token) => truncate(token))
    .join("/");
}

/** What is worth saying of the errors at one place. `hasDeeper`: there are errors below it. */
function reduceGroup(
  group: readonly SchemaError[],
  hasDeeper: boolean,
  isExplained: boolean,
): readonly SchemaError[] {
  const specific = group.filter(({ keyword }) => !untyped.has(keyword));
  const types = group.filter(({ keyword }) => keyword === "type");
  const [type] = types;
  const isAlternative = group.some(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  if (isAlternative && (specific.length > 0 || hasDeeper)) {
    // A branch for another type, such as null, was not meant. Without one, the reasons are those of several branches.
    return unique(type ? specific : group.filter(({ keyword }) => keyword !== "if"));
  }
  if (type) return unique([...specific, { ...type, params: { type: types.flatMap(typesOf) } }]);
  const reasons = group.filter(({ keyword }) => !wrappers.has(keyword));
  if (reasons.length > 0 || hasDeeper) return unique(reasons);
  // A lone wrapper is noise when its reason is elsewhere, and the only thing to say when it is not.
  return isExplained && group.every(({ keyword }) => keyword === "if") ? [] : unique(group);
}

/** Each reason once. Of several lists of allowed values the shortest says most. */
function unique(errors: readonly SchemaError[]): SchemaError[] {
  const seen = new Map(errors.map((error) => [`${error.keyword} ${describeError(error)}`, error]));
  const lists = [...seen.values()].filter(({ keyword }) => keyword === "enum");
  const [shortest] = lists.sort((a, b) => describeError(a).length - describeError(b).length);
  return [...seen.values()].filter((error) => error.keyword !== "enum" || error === shortest);
}

function typesOf({ params }: SchemaError): string[] {
  return [params.type].flat().map(String);
}

/** What is wrong by one keyword, in words. Repeats nothing of the value. */
export function describeError(error: Pick<SchemaError, "keyword" | "params" | "message">): string {
  const { keyword, params, message = "is not valid" } = error;
  switch (keyword) {
    case "required":
      return "is required";
    case "additionalProperties":
    case "unevaluatedProperties":
    case "false schema":
    case "not":
      return "is not allowed here";
    case "type":
      return `must be ${formatTypes([params.type].flat().map(String))}`;
    case "enum":
      return `must be one of ${[params.allowedValues].flat().join(", ")}`;
    case "const":
      return `must be ${JSON.stringify(params.allowedValue)}`;
    case "format":
      return `must be in the format ${String(params.format)}`;
    case "pattern":
      return `must match the pattern ${String(params.pattern)}`;
    case "if":
      return "does not meet a condition of the contract";
    case "anyOf":
      return "matches none of the alternatives that the contract allows";
    case "oneOf":
      return "must match exactly one of the alternatives that the contract allows";
    default:
      return message.replace("must NOT", "must not");
  }
}

function formatTypes(types: readonly string[]): string {
  const words = [...new Set(types)].map((type) =>
    type === "null" ? type : `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`,
  );
  return words.join(" or ");
}
