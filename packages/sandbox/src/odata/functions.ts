import type { Kind } from "../contract/schema-paths.ts";

/** A function of OData: how many strings it takes, what it gives, and how SQLite says it. */
export interface FilterFunction {
  readonly takes: number;
  readonly gives: Kind;
  readonly sql: (...of: string[]) => string;
}

/** The functions that filters may use, by name. */
export const functions: Readonly<Record<string, FilterFunction>> = {
  contains: { takes: 2, gives: "boolean", sql: (text, part) => `(instr(${text}, ${part}) > 0)` },
  startswith: { takes: 2, gives: "boolean", sql: (text, part) => `(instr(${text}, ${part}) = 1)` },
  endswith: {
    takes: 2,
    gives: "boolean",
    sql: (text, part) => `(substr(${text}, max(1, length(${text}) + 1 - length(${part}))) = ${part})`,
  },
  tolower: { takes: 1, gives: "string", sql: (text) => `to_lower(${text})` },
  toupper: { takes: 1, gives: "string", sql: (text) => `to_upper(${text})` },
  trim: { takes: 1, gives: "string", sql: (text) => `trim_space(${text})` },
  length: { takes: 1, gives: "number", sql: (text) => `length(${text})` },
};
