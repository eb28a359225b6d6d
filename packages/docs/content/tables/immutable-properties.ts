/** What can be set when a referral is created, and not changed afterwards. */
import { type JsonObject, nestedProperties, schemaNamed } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";

export function immutablePropertyTable(document: JsonObject): string {
  const properties = nestedProperties(document, schemaNamed(document, "ReferralCreate"));
  const immutable = properties
    .map(({ path, ...property }) => ({ ...property, path: path.join(".").replaceAll(".[]", "[]") }))
    .filter(({ updatable }) => !updatable);
  // What is below an immutable property is immutable with it.
  const isOutermost = (path: string) =>
    !immutable.some((other) => path.startsWith(`${other.path}.`) || path.startsWith(`${other.path}[`));
  return markdownTable(
    ["Property", "Meaning"],
    immutable
      .filter(({ path }) => isOutermost(path))
      .map(({ path, description = "" }) => [code(path), description]),
  );
}
