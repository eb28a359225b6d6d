import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isObject } from "./document.ts";

/** What the YAML files in `cases/` say of a schema. The README explains each member. */
export interface Case {
  whole?: unknown;
  needs?: string[];
  nullable?: string[];
  service?: string[];
  fixed?: string[];
  never?: string[];
  any?: string[];
  takes?: Record<string, unknown[]>;
  refuses?: Record<string, unknown[]>;
  least?: Record<string, number>;
  most?: Record<string, number>;
  completes?: Record<string, string>;
  known?: string[];
  closed?: boolean;
}

interface WrittenCase extends Case {
  like?: string;
  omits?: "service" | string[];
}

/** A misspelt member would say nothing, and nobody would see it. */
const members = new Set<string>([
  "whole",
  "needs",
  "nullable",
  "service",
  "fixed",
  "never",
  "any",
  "takes",
  "refuses",
  "least",
  "most",
  "completes",
  "known",
  "closed",
  "like",
  "omits",
] satisfies (keyof WrittenCase)[]);

const directory = join(import.meta.dirname, "../cases");

/** A file of `cases/`. */
export function readCases<Content>(file: string): Content {
  // A cast: that these files say what they should is what the checks find out.
  return parse(readFileSync(join(directory, file), "utf8")) as Content;
}

/** The cases of all schemas, by name. Throws at what it cannot read, and at two cases of one schema. */
export function readSchemaCases(): Map<string, Case> {
  const written = new Map<string, WrittenCase>();
  for (const file of readdirSync(join(directory, "schemas"))) {
    for (const [name, one] of Object.entries(readCases<Record<string, WrittenCase>>(`schemas/${file}`))) {
      if (written.has(name)) throw new Error(`${file} has ${name} once more.`);
      const unknown = Object.keys(one).find((member) => !members.has(member));
      if (unknown !== undefined) throw new Error(`${file} says of ${name} what nobody reads: ${unknown}.`);
      written.set(name, one);
    }
  }
  return new Map([...written].map(([name, one]) => [name, inherit(one, written)]));
}

/** A case with what it has from the one that it is `like`: all but `needs` and `closed`, for members that it also has. */
function inherit({ like, omits = [], ...own }: WrittenCase, all: Map<string, WrittenCase>): Case {
  if (like === undefined) return own;
  const other = all.get(like);
  if (!other || !isObject(other.whole)) throw new Error(`There is nothing to be like: ${like}.`);
  const omitted = new Set(omits === "service" ? other.service : omits);
  const has = (name: string) => !omitted.has(name);
  const hasAt = (pointer: string) => has(pointer.split("/")[1] ?? "");
  const { nullable = [], service = [], fixed = [], any = [], takes, refuses, least, most } = other;
  return {
    ...own,
    whole: { ...keep(other.whole, has), ...(isObject(own.whole) && own.whole) },
    nullable: [...nullable.filter(has), ...(own.nullable ?? [])],
    service: own.service ?? service.filter(has),
    fixed: own.fixed ?? fixed.filter(has),
    any: [...any.filter(hasAt), ...(own.any ?? [])],
    takes: { ...keep(takes, hasAt), ...own.takes },
    refuses: { ...keep(refuses, hasAt), ...own.refuses },
    least: { ...keep(least, has), ...own.least },
    most: { ...keep(most, has), ...own.most },
  };
}

function keep<Value>(
  members: Record<string, Value> = {},
  isKept: (key: string) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(members).filter(([key]) => isKept(key)));
}
