import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { normalizeTimestamp } from "../../time/timestamp.ts";
import { QueryTooCostlyError } from "../store.ts";
import { createSearch } from "./text-search.ts";

/** How much one query may cost. A unit is about a microsecond. */
const maxUnits = 120_000;
/** How many characters a text function gets through for one unit. */
const charactersPerUnit = 250;
/** How many bytes of JSON are read for one unit. */
const bytesPerUnit = 600;

/** Limits what queries cost while they run. */
export interface QueryBudget {
  /** Runs a query with a budget of its own. @throws QueryTooCostlyError */
  run<Result>(query: () => Result): Result;
}

/**
 * Adds the functions that conditions use. SQLite's own know ASCII only, end at U+0000, and cannot be stopped.
 */
export function addFunctions(database: DatabaseSync): QueryBudget {
  let left = maxUnits;
  const spend = (units: number): 1 => {
    left -= units;
    if (left < 0) throw new QueryTooCostlyError();
    return 1;
  };
  const spendText = (text: string): void => {
    spend(1 + text.length / charactersPerUnit);
  };
  const search = createSearch();
  const deterministic = { deterministic: true } as const;
  const addTextFunction = (name: string, convert: (text: string) => string | number): void => {
    database.function(name, deterministic, (value) => {
      if (typeof value !== "string") return null;
      spendText(value);
      return convert(value);
    });
  };
  const addTextTest = (name: string, test: (text: string, part: string) => boolean): void => {
    database.function(name, deterministic, (text, part) => {
      if (typeof text !== "string" || typeof part !== "string") return null;
      spendText(text);
      return test(text, part) ? 1 : 0;
    });
  };
  database.function("spend", (units) => spend(toNumber(units)));
  database.function("spend_reading", (bytes, extractions) =>
    spend(1 + toNumber(extractions) / 2 + (toNumber(bytes) * (1 + toNumber(extractions) / 8)) / bytesPerUnit),
  );
  addTextFunction("text_to_lower", (text) => text.toLowerCase());
  addTextFunction("text_to_upper", (text) => text.toUpperCase());
  addTextFunction("text_trim", (text) => text.trim());
  addTextFunction("text_length", countCharacters);
  addTextFunction("timestamp", (text) => normalizeTimestamp(text) ?? text);
  addTextTest("text_contains", search);
  addTextTest("text_starts_with", (text, part) => text.startsWith(part));
  addTextTest("text_ends_with", (text, part) => text.endsWith(part));
  return {
    run(query) {
      left = maxUnits;
      return query();
    },
  };
}

/** Whether a statement has functions that spend units. */
export function hasCost(sql: string): boolean {
  return /\b(?:spend|text_)\w*\(/.test(sql);
}

function toNumber(value: SQLOutputValue): number {
  return typeof value === "number" ? value : 0;
}

/** In code points, as SQL counts. */
function countCharacters(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code <= 0xdbff && index + 1 < text.length) {
      count--;
      index++;
    }
  }
  return count;
}
