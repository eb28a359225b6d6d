import type { Operation } from "../contract/contract.ts";
import type { Target } from "../http/target.ts";
import type { PrismOperation } from "../prism/load.ts";
import { clip, type Violation } from "./violation.ts";

type QueryParameter = NonNullable<NonNullable<PrismOperation["request"]>["query"]>[number];

/** Prism lets unknown query names pass; a misspelt `$filter` would go unnoticed. */
export function checkQueryNames({ prism }: Operation, { query }: Target): Violation[] {
  if (query.length === 0) return [];
  const parameters = prism.request?.query ?? [];
  const keys = (prism.security ?? []).flat().flatMap((scheme) => {
    return scheme.type === "apiKey" && scheme.in === "query" ? scheme.name : [];
  });
  const unknown = query.filter(
    ([sent]) => !keys.includes(sent) && !parameters.some((item) => isNameOf(item, sent)),
  );
  const known = [...parameters.map(({ name }) => name), ...keys].join(", ");
  const message = `is unknown; the operation ${known === "" ? "takes no query" : `knows ${known}`}`;
  return unknown.map(([name]) => ({ location: "query", name: clip(name), code: "unknown", message }));
}

/** What Prism is to look at: the declared names, with a list for one that came more than once. */
export function declaredQuery({ prism }: Operation, { query }: Target): Record<string, string | string[]> {
  const declared: Record<string, string | string[]> = {};
  for (const [name, value] of query) {
    if (!prism.request?.query?.some((item) => isNameOf(item, name))) continue;
    const before = declared[name];
    declared[name] = before === undefined ? value : [before, value].flat();
  }
  return declared;
}

/** Whether a name belongs to a parameter, by Prism's reading. An object may be spread over several names. */
function isNameOf({ name, style, explode, schema }: QueryParameter, sent: string): boolean {
  if (style === "deepObject") return sent.startsWith(`${name}[`);
  const isSpread = schema?.type === "object" && style === "form" && explode === true;
  return isSpread ? Object.hasOwn(schema.properties ?? {}, sent) : sent === name;
}
