/** Every known error code, and what to do about it. */
import {
  bodyExamples,
  type JsonObject,
  knownValues,
  type Response,
  schemaNamed,
  valueDescriptions,
} from "@partner-referrals/spec/model";
import { adviceFor } from "../error-advice.ts";
import { code, codes, markdownTable } from "../markdown.ts";
import { errorResponses } from "./error-statuses.ts";

export function errorCodeTable(document: JsonObject): string {
  const schema = schemaNamed(document, "ErrorCode");
  const meanings = valueDescriptions(document, schema);
  const responses = errorResponses(document);
  return markdownTable(
    ["Code", "Meaning", "Shown with", "What to do"],
    knownValues(document, schema).map((name) => {
      const statuses = responses
        .filter(
          ([status, response]) => status !== "default" && exampleCodes(document, response).includes(name),
        )
        .map(([status]) => status);
      const [first] = statuses;
      return [
        code(name),
        meanings.get(name) ?? "",
        codes(statuses) || "no example",
        first ? adviceFor(first).action : "Go by the status code.",
      ];
    }),
  );
}

/** The codes that the contract's examples of a response carry, `innerError` included. */
function exampleCodes(document: JsonObject, response: Response): string[] {
  const text = JSON.stringify(bodyExamples(document, response).map(({ value }) => value));
  return [...text.matchAll(/"code":"(\w+)"/g)].map(([, name = ""]) => name);
}
