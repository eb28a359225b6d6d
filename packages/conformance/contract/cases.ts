import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, parsePointer } from "@partner-referrals/spec/model";
import { parse } from "yaml";

/** What the YAML files in `cases/` say of a schema. The README explains each member. */
export interface Case {
  readonly valid?: unknown;
  readonly required?: readonly string[];
  readonly nullable?: readonly string[];
  readonly readOnly?: readonly string[];
  readonly immutable?: readonly string[];
  readonly forbidden?: readonly string[];
  readonly anything?: readonly string[];
  readonly accepts?: Readonly<Record<string, readonly unknown[]>>;
  readonly rejects?: Readonly<Record<string, readonly unknown[]>>;
  readonly min?: Readonly<Record<string, number>>;
  readonly max?: Readonly<Record<string, number>>;
  readonly closed?: boolean;
}

interface WrittenCase extends Case {
  readonly extends?: string;
  readonly omit?: "readOnly" | readonly string[];
}

/** Rejects a misspelt member, which would otherwise be passed over. */
const members = new Set<string>([
  "valid",
  "required",
  "nullable",
  "readOnly",
  "immutable",
  "forbidden",
  "anything",
  "accepts",
  "rejects",
  "min",
  "max",
  "closed",
  "extends",
  "omit",
] satisfies (keyof WrittenCase)[]);

const directory = join(import.meta.dirname, "../cases");

/** A file of `cases/`. */
export function readCases<Content>(file: string): Content {
  // A cast, because the checks find out whether these files have the right shape.
  return parse(readFileSync(join(directory, file), "utf8")) as Content;
}

/** The cases of all schemas, by name. @throws Error for an unknown member, and for a second case of one schema. */
export function readSchemaCases(): Map<string, Case> {
  const written = new Map<string, WrittenCase>();
  for (const file of readdirSync(join(directory, "schemas"))) {
    for (const [name, one] of Object.entries(readCases<Record<string, WrittenCase>>(`schemas/${file}`))) {
      if (written.has(name)) throw new Error(`cases/schemas/${file} has a second case of ${name}.`);
      const unknown = Object.keys(one).find((member) => !members.has(member));
      if (unknown !== undefined) throw new Error(`cases/schemas/${file}: ${name} has an unknown ${unknown}.`);
      written.set(name, one);
    }
  }
  return new Map([...written].map(([name, one]) => [name, inherit(one, written)]));
}

/** Merges the case named by `extends`; `required` and `closed` are not inherited, nor what is said of omitted members. */
function inherit({ extends: base, omit = [], ...own }: WrittenCase, all: Map<string, WrittenCase>): Case {
  if (base === undefined) return own;
  const other = all.get(base);
  if (!other || !isObject(other.valid)) throw new Error(`There is no case ${base} to extend.`);
  const omitted = new Set(omit === "readOnly" ? other.readOnly : omit);
  const has = (name: string) => !omitted.has(name);
  const hasAt = (pointer: string) => has(parsePointer(pointer)[0] ?? "");
  const { nullable = [], readOnly = [], immutable = [], anything = [], accepts, rejects, min, max } = other;
  return {
    ...own,
    valid: { ...pick(other.valid, has), ...(isObject(own.valid) && own.valid) },
    nullable: [...nullable.filter(has), ...(own.nullable ?? [])],
    readOnly: own.readOnly ?? readOnly.filter(has),
    immutable: own.immutable ?? immutable.filter(has),
    anything: [...anything.filter(hasAt), ...(own.anything ?? [])],
    accepts: { ...pick(accepts, hasAt), ...own.accepts },
    rejects: { ...pick(rejects, hasAt), ...own.rejects },
    min: { ...pick(min, has), ...own.min },
    max: { ...pick(max, has), ...own.max },
  };
}

function pick<Value>(
  from: Readonly<Record<string, Value>> = {},
  isPicked: (key: string) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => isPicked(key)));
}
