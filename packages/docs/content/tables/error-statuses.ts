/** Every HTTP status that the contract documents as an error, and what to do about it. */
import type { JsonObject, Response } from "@partner-referrals/spec/model";
import { adviceFor } from "../error-advice.ts";
import { code, markdownTable } from "../markdown.ts";
import { operationsOf } from "../operations.ts";

/** The error responses of all operations, by status, in the order of the statuses. */
export function errorResponses(document: JsonObject): [string, Response][] {
  const found = new Map(operationsOf(document).operations.flatMap(({ responses }) => [...responses]));
  return [...found].filter(([status]) => !/^[123]/.test(status)).sort(([a], [b]) => (a < b ? -1 : 1));
}

export function errorStatusTable(document: JsonObject): string {
  return markdownTable(
    ["Status", "Meaning", "What to do", "Error class of the client"],
    errorResponses(document).map(([status, { description = "" }]) => {
      const { action, errorClass } = adviceFor(status);
      return [status === "default" ? "any other" : code(status), description, action, code(errorClass)];
    }),
  );
}
