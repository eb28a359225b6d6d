import type { SQLInputValue } from "node:sqlite";

/** A piece of SQL with a value for each of its parameters. Text of the caller is never part of the SQL. */
export interface Fragment {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

/** Puts SQL around a fragment. */
export function wrap(before: string, { sql, parameters }: Fragment, after: string): Fragment {
  return { sql: before + sql + after, parameters };
}

/** Joins in a balanced way: SQLite limits how deep an expression is, not how long. */
export function join(fragments: readonly Fragment[], operator: "AND" | "OR"): Fragment {
  const [first] = fragments;
  if (first === undefined) return { sql: "1", parameters: [] };
  if (fragments.length === 1) return first;
  const middle = fragments.length >> 1;
  const left = join(fragments.slice(0, middle), operator);
  const right = join(fragments.slice(middle), operator);
  return {
    sql: `(${left.sql} ${operator} ${right.sql})`,
    parameters: [...left.parameters, ...right.parameters],
  };
}
