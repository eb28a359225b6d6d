import { createHmac, randomBytes } from "node:crypto";
import {
  createPathMatcher,
  entriesOf,
  getOwn,
  isObject,
  itemsOf,
  type JsonObject,
  knownValues,
  listOperations,
  type Operation,
  propertiesOf,
  responseFor,
  schemaNamed,
  schemaNames,
} from "@partner-referrals/spec/model";

/** Takes everything out of traffic that is not the contract's own. */
export interface Redactor {
  /** A URL: host, ids and query values become placeholders; paths and option names of the contract stay. */
  url(method: string, url: URL): string;
  /** The value of a header. Names stay. */
  header(name: string, value: string): string;
  /** The text of a body. One that is not JSON becomes a placeholder as a whole. */
  body(text: string): string;
}

/** Headers whose values are protocol, not data. */
const protocolHeaders: readonly string[] = [
  "accept",
  "allow",
  "cache-control",
  "content-type",
  "content-encoding",
  "prefer",
  "preference-applied",
  "retry-after",
  "vary",
];

const alphabet = "abcdefghijklmnopqrstuvwxyz";

function placeholderFor(original: string, byte: number): string {
  if (/\d/.test(original)) return String(byte % 10);
  const letter = alphabet.charAt(byte % alphabet.length);
  return /[A-Z]/.test(original) ? letter.toUpperCase() : letter;
}

/**
 * Makes a redactor. Names of known properties stay, and so do `true`, `false`, `null`, and known values of enumerations;
 * every other value and every unknown name becomes a placeholder of the same type, length and format. The same value gets
 * the same placeholder from one redactor, and another one from the next.
 *
 * @param document the contract that knows the names
 */
export function createRedactor(document: JsonObject): Redactor {
  const key = randomBytes(32);
  /** Keeps the distance of times, so that order and expiry can still be checked. */
  const shiftMs = randomBytes(4).readUInt32BE() * 1000;
  const operations = new Map(listOperations(document).map((one) => [`${one.method} ${one.path}`, one]));
  const matchPath = createPathMatcher([...new Set([...operations.values()].map(({ path }) => path))]);
  const names = namesIn(document, [...operations.values()]);
  const values = new Set(
    schemaNames(document).flatMap((name) => knownValues(document, schemaNamed(document, name))),
  );
  const options = new Set(
    [...operations.values()].flatMap(({ parameters }) => parameters.map(({ name }) => name)),
  );

  function digest(text: string): Buffer {
    return createHmac("sha256", key).update(text).digest();
  }

  /** Another text of the same length: digits for digits, capitals for capitals, and small letters for all else. */
  function letters(text: string, salt = ""): string {
    let made = "";
    for (let block = 0; made.length < text.length; block += 1) {
      for (const byte of digest(`${salt}${block}:${text}`)) {
        const original = text.charAt(made.length);
        if (original !== "") made += placeholderFor(original, byte);
      }
    }
    return made === text && text !== "" ? letters(text, `${salt}again`) : made;
  }

  function guid(text: string): string {
    const hex = digest(text.toLowerCase()).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  function time(text: string): string {
    const moved = new Date(Date.parse(text) - shiftMs);
    return Number.isNaN(moved.getTime()) ? letters(text) : moved.toISOString();
  }

  function text(value: string): string {
    if (value === "" || values.has(value)) return value;
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return time(value);
    if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)) return guid(value);
    if (/^"[^"]*"$/.test(value)) return `"${letters(value.slice(1, -1))}"`;
    if (/^https?:\/\//.test(value) && URL.canParse(value)) return address("get", new URL(value));
    const [, local, domain] = /^([^@\s]+)@([^@\s]+)$/.exec(value) ?? [];
    if (local !== undefined && domain !== undefined)
      return `${letters(local)}@${letters(domain.replaceAll(".", "x"))}.example`;
    return letters(value);
  }

  function number(value: number): number {
    const [whole = "0", fraction] = String(Math.abs(value)).split(".");
    if (value === 0 || /e/.test(String(value))) return 0;
    const digit = (source: string, index: number) => (digest(`${index}:${source}`)[0] ?? 0) % 9;
    const made = [...whole].map((_, index) => digit(String(value), index) + (index === 0 ? 1 : 0)).join("");
    const result = Number(
      fraction === undefined
        ? made
        : `${made}.${[...fraction].map((_, index) => digit(`f${value}`, index) + 1).join("")}`,
    );
    return Math.sign(value) * (result === Math.abs(value) ? result + 1 : result);
  }

  function redact(value: unknown): unknown {
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return number(value);
    if (Array.isArray(value)) return value.map(redact);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      entriesOf(value).map(([name, child]) => [
        names.has(name) ? name : letters(name),
        name === "@odata.count" ? count(value, child) : patched(value, name, child),
      ]),
    );
  }

  /** The count of a page is still fewer than, as many as, or more than the items that the page has. */
  function count(page: JsonObject, total: unknown): unknown {
    const items = getOwn(page, "value");
    if (typeof total !== "number" || !Array.isArray(items)) return redact(total);
    if (total <= items.length) return total < items.length ? items.length - 1 : total;
    return items.length + 1 + ((digest(String(total))[0] ?? 0) % 9);
  }

  /** The `path` of a JSON Patch is made of names, its `op` is protocol. */
  function patched(object: JsonObject, name: string, child: unknown): unknown {
    const isPatch = typeof getOwn(object, "op") === "string" && typeof getOwn(object, "path") === "string";
    if (!isPatch || typeof child !== "string") return redact(child);
    if (name === "op") return child;
    if (name !== "path") return redact(child);
    return child
      .split("/")
      .map((part) => (names.has(part) || /^(\d*|-)$/.test(part) ? part : letters(part)))
      .join("/");
  }

  function address(method: string, url: URL): string {
    const template = matchPath(url.pathname);
    const parts = template?.split("/");
    const path = url.pathname
      .split("/")
      .map((part, index) =>
        parts?.[index] === part || part === "" ? part : encodeURIComponent(text(decode(part))),
      )
      .join("/");
    const query = [...url.searchParams].map(([name, value]) =>
      options.has(name)
        ? `${name}=${encodeURIComponent(option(name, value))}`
        : `${letters(name)}=${encodeURIComponent(text(value))}`,
    );
    return `https://${operations.has(`${method} ${template}`) ? "api" : "other"}.example${path}${query.length > 0 ? `?${query.join("&")}` : ""}`;
  }

  /** Counts and truth values stay; in anything else names, operators and known values do. */
  function option(name: string, value: string): string {
    if (["$top", "$skip", "$count"].includes(name) && /^(\d{1,9}|true|false)$/.test(value)) return value;
    return value.replaceAll(/'(?:[^']|'')*'|[^\s'(),/:]+/g, (part) => {
      if (part.startsWith("'")) return `'${text(part.slice(1, -1).replaceAll("''", "'"))}'`;
      return names.has(part) || operators.has(part) ? part : text(part);
    });
  }

  return {
    url: (method, url) => address(method.toLowerCase(), url),
    header: (name, value) => (protocolHeaders.includes(name.toLowerCase()) ? value : text(value)),
    body(content) {
      try {
        return JSON.stringify(redact(JSON.parse(content)));
      } catch {
        return letters(content);
      }
    },
  };
}

const operators: ReadonlySet<string> = new Set(
  "eq ne gt ge lt le and or not in any all asc desc contains startswith endswith tolower toupper trim length null true false".split(
    " ",
  ),
);

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Every property name of the bodies of a contract. */
function namesIn(document: JsonObject, operations: readonly Operation[]): Set<string> {
  const names = new Set(["value", "op", "path"]);
  for (const name of schemaNames(document)) {
    const schema = schemaNamed(document, name);
    for (const one of [schema, itemsOf(document, schema)])
      for (const property of propertiesOf(document, one).keys()) names.add(property);
  }
  for (const operation of operations)
    for (const { schema } of responseFor(operation, 200)?.content ?? [])
      for (const property of propertiesOf(document, schema).keys()) names.add(property);
  return names;
}
