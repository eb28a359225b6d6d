import { document } from "../contract/document.ts";
import { firstExample } from "../contract/examples.ts";
import { operations } from "../contract/operations.ts";
import { at, isObject, member, setMember } from "../json.ts";
import type { Path } from "../odata/syntax.ts";
import type { Row } from "../store/store.ts";

type Presentable = Pick<Row, "id" | "engagementId" | "doc">;

const collection = operations.get("listReferrals")?.path ?? "";
const itemStart = `{"@odata.context":${JSON.stringify(contextOf("getReferral"))}`;
const listContext = contextOf("listReferrals");

/** The metadata link that the contract's example has. */
function contextOf(operationId: string): string {
  const { path, method } = operations.get(operationId) ?? { path: "", method: "" };
  const response = at(document, "paths", path, method.toLowerCase(), "responses", "200");
  const examples = Object.values(at(response, "content", "application/json", "examples") ?? {});
  const contexts = examples.map((example) => at(example, "value", "@odata.context"));
  return String(
    contexts.find((context) => context !== undefined) ?? firstExample(response, "@odata.context"),
  );
}

/** Stored documents are JSON texts; links go in before the last brace, so that reading parses nothing. */
export function presentItem(row: Presentable, origin: string): string {
  return `${itemStart},${row.doc.slice(1, -1)},${linksOf(row, origin)}}`;
}

function presentPlain(row: Presentable, origin: string): string {
  return `${row.doc.slice(0, -1)},${linksOf(row, origin)}}`;
}

function linksOf({ id, engagementId }: Presentable, origin: string): string {
  const related = `${origin}${collection}?$filter=engagementId eq ${engagementId}`;
  const self = `${origin}${collection}/${id}`;
  return `"links":{"relatedReferrals":{"uri":"${related}","method":"GET"},"self":{"uri":"${self}","method":"GET"}}`;
}

/** A page of a list. */
export function presentPage(
  rows: readonly Presentable[],
  origin: string,
  {
    selected,
    count,
    nextLink,
  }: { selected?: readonly Path[] | undefined; count?: number; nextLink?: string },
): string {
  const items = rows.map((row) => {
    const item = presentPlain(row, origin);
    return selected === undefined ? item : select(item, selected);
  });
  const names =
    selected === undefined ? "" : `(${selected.map(({ segments }) => segments.join("/")).join(",")})`;
  const counted = count === undefined ? "" : `,"@odata.count":${count}`;
  const next = nextLink === undefined ? "" : `,"@odata.nextLink":${JSON.stringify(nextLink)}`;
  return `{"@odata.context":${JSON.stringify(listContext + names)}${counted},"value":[${items.join(",")}]${next}}`;
}

function select(item: string, paths: readonly Path[]): string {
  const whole: unknown = JSON.parse(item);
  const chosen = {};
  for (const { segments } of paths) copy(whole, chosen, segments);
  return JSON.stringify(chosen);
}

function copy(from: unknown, to: object, [name = "", ...rest]: readonly string[]): void {
  const value = member(from, name);
  if (value === undefined) return;
  if (rest.length === 0 || !isObject(value)) {
    setMember(to, name, value);
    return;
  }
  const existing = member(to, name);
  const target = isObject(existing) ? existing : {};
  setMember(to, name, target);
  copy(value, target, rest);
}
