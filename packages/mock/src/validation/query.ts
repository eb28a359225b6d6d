import { nearestName, withSuggestion } from "@partner-referrals/server/unknown-names";
import { truncate, type Violation } from "@partner-referrals/server/violations";
import type { PrismOperation } from "../prism/load.ts";
import type { PreparedOperation } from "../prism/prepare.ts";
import type { Target } from "../target.ts";

type QueryParameter = NonNullable<NonNullable<PrismOperation["request"]>["query"]>[number];

/** Prism lets unknown query names pass; a misspelt `$filter` would go unnoticed. */
export function validateQueryNames({ prism }: PreparedOperation, { query }: Target): Violation[] {
  if (query.length === 0) return [];
  const parameters = prism.request?.query ?? [];
  const keys = (prism.security ?? []).flat().flatMap((scheme) => {
    return scheme.type === "apiKey" && scheme.in === "query" ? scheme.name : [];
  });
  const unknown = query.filter(
    ([sent]) => !keys.includes(sent) && !parameters.some((parameter) => isNameOf(parameter, sent)),
  );
  const known = [...parameters.map(({ name }) => name), ...keys];
  const message = `is unknown; the operation ${known.length === 0 ? "takes no query" : `knows ${known.join(", ")}`}`;
  return unknown.map(([name]) => {
    const violation: Violation = { location: "query", name: truncate(name), code: "unknown", message };
    return withSuggestion(violation, nearestName(name, known));
  });
}

/** The query as Prism is given it: the declared names, with a list for one that was sent more than once. */
export function declaredQuery(
  { prism }: PreparedOperation,
  { query }: Target,
): Record<string, string | string[]> {
  const declared: Record<string, string | string[]> = {};
  for (const [name, value] of query) {
    if (!prism.request?.query?.some((parameter) => isNameOf(parameter, name))) continue;
    const before = declared[name];
    declared[name] = before === undefined ? value : [before, value].flat();
  }
  return declared;
}

/** Whether a name belongs to a parameter, as Prism reads it. An object may be spread over several names. */
function isNameOf({ name, style, explode, schema }: QueryParameter, sent: string): boolean {
  if (style === "deepObject") return sent.startsWith(`${name}[`);
  const isSpread = schema?.type === "object" && style === "form" && explode === true;
  return isSpread ? Object.hasOwn(schema.properties ?? {}, sent) : sent === name;
}
