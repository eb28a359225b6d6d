/** Payloads as sources record them, and traffic made of them. */
import {
  bodyExamples,
  contract,
  entriesOf,
  getByPointer,
  getIn,
  isObject,
  itemsIn,
  joinPointer,
  knownValues,
  listOperations,
  locate,
  operationNamed,
  parsePointer,
  propertiesOf,
  resolveObject,
} from "@partner-referrals/spec/model";
import type { PayloadFacts, Shape } from "@partner-referrals/spec/sources";
import { bodyOf, type Exchange } from "../../src/exchange.ts";

/** The exchange that a payload was part of; undefined for events, and for what the contract has no operation for. */
export function exchangeOf({
  request,
  response,
  status,
  schema,
  event,
  shape,
}: PayloadFacts): { readonly exchange: Exchange; readonly path: string } | undefined {
  if (event !== undefined || (schema !== undefined && schema !== "Referral")) return undefined;
  const call = request ?? response;
  const operation =
    call === undefined
      ? operationNamed(contract, "getReferral")
      : listOperations(contract).find(
          ({ method, path }) => nameless(`${method.toUpperCase()} ${path}`) === nameless(call),
        );
  const success = [...(operation?.responses.values() ?? [])].find((one) => one.status.startsWith("2"));
  const returned = status === undefined ? success : operation?.responses.get(String(status));
  const media = request === undefined ? returned?.content[0] : operation?.requestBody?.content[0];
  if (!operation || !returned || !media) return undefined;
  const body = bodyOf(JSON.stringify(fill(shape, media.schemaPointer)));
  const url = new URL(
    operation.path.replaceAll(/\{[^}]+\}/g, "00000000-0000-4000-8000-000000000001"),
    "https://service.example",
  );
  const none = { headers: new Map(), body: undefined, isBodyKnown: false };
  const exchange: Exchange = {
    source: "payload",
    request: {
      ...none,
      method: operation.method.toUpperCase(),
      url,
      ...(request !== undefined && { body, isBodyKnown: true }),
    },
    response: {
      ...none,
      status: Number(returned.status),
      ...(request === undefined && { body, isBodyKnown: true }),
    },
  };
  return { exchange, path: operation.path };
}

function nameless(call: string): string {
  return call.replaceAll(/\{[^}]*\}/g, "{}");
}

/** By the name of a property, a text that an example of the contract has there. */
const exampleTexts = new Map<string, string>();
for (const { requestBody } of listOperations(contract))
  for (const { value } of bodyExamples(contract, requestBody)) collectTexts(value);

function collectTexts(value: unknown): void {
  for (const [name, member] of entriesOf(value)) {
    if (typeof member === "string") exampleTexts.set(name, member);
    else collectTexts(member);
  }
}

/** A payload of this shape. Texts are such as the contract wants there. */
function fill(shape: Shape, pointer: string): unknown {
  const schema = alternativeOf(shape, locate(contract, pointer));
  const node = resolveObject(contract, getByPointer(contract, schema));
  if (shape === null) return null;
  if (typeof shape === "object" && !isMembers(shape))
    return shape.map((item) => fill(item, joinPointer(schema, "items")));
  if (typeof shape === "object") {
    const properties = propertiesOf(contract, node);
    return Object.fromEntries(
      Object.entries(shape).map(([name, member]) => [
        name,
        fill(member, properties.has(name) ? joinPointer(schema, "properties", name) : "/info/x-none"),
      ]),
    );
  }
  if (shape === "boolean") return true;
  if (shape !== "string") return shape === "integer" ? 1 : 1.5;
  const { format, pattern, examples, example, const: only } = node;
  const formats: Record<string, string> = {
    uuid: "00000000-0000-4000-8000-000000000001",
    "date-time": "2020-01-01T00:00:00Z",
    email: "a@b.example",
    uri: "https://service.example/",
  };
  const last = String(parsePointer(schema).at(-1));
  const own = [only, ...knownValues(contract, node), ...itemsIn(examples), example, formats[String(format)]];
  const fits = new RegExp(typeof pattern === "string" ? pattern : "", "u");
  return [...own, exampleTexts.get(last), "text", "1"].find(
    (one) => typeof one === "string" && fits.test(one),
  );
}

function isMembers(shape: Shape): shape is { readonly [name: string]: Shape } {
  return isObject(shape);
}

/** Where the alternative of an `anyOf` stands that a shape is meant for. */
function alternativeOf(shape: Shape, pointer: string): string {
  const alternatives = itemsIn(getIn(getByPointer(contract, pointer), "anyOf")).map((_, index) =>
    locate(contract, joinPointer(pointer, "anyOf", index)),
  );
  const type =
    shape === null ? "null" : Array.isArray(shape) ? "array" : isObject(shape) ? "object" : String(shape);
  return (
    alternatives.find((one) => [getIn(getByPointer(contract, one), "type")].flat().includes(type)) ?? pointer
  );
}
