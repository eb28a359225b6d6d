import evidence from "@partner-referrals/spec/evidence.json" with { type: "json" };
import {
  collectReferences,
  getIn,
  type Header,
  isOpenEnum,
  type JsonObject,
  knownValues,
  listOperations,
  type Operation,
  parsePointer,
  propertiesOf,
  refName,
  schemaNamed,
  schemaNames,
} from "@partner-referrals/spec/model";
import { rules } from "../rules/rules.ts";

export type FactKind =
  | "operation"
  | "status"
  | "parameter"
  | "header"
  | "property"
  | "required"
  | "value"
  | "values"
  | "rule"
  | "other";

/** One thing that the contract says of the service, small enough to be right or wrong. */
export interface Fact {
  /** The id of the part in the evidence (`Referral.name`), or one below it (`Referral.required.id`, `ReferralStatus=New`). */
  readonly id: string;
  readonly kind: FactKind;
  /** One sentence. */
  readonly text: string;
}

/** Ids of facts, in one place: traffic is judged under the same ids. */
export const factId: FactIds = {
  operation: ({ id }) => id,
  status: ({ id }, status) => `${id}.responses.${status}`,
  parameter: ({ id }, name) => `${id}.parameters.${name}`,
  header: ({ id }, status, { pointer, name }) => {
    const [components, kind, component] = parsePointer(pointer);
    return components === "components" ? `${kind}/${component}` : `${id}.responses.${status}.headers.${name}`;
  },
  property: (owner, name) => `${owner}.${name}`,
  required: (owner, name) => `${owner}.required.${name}`,
  value: (owner, value) => `${owner}=${value}`,
  values: (owner) => `${owner}.values`,
  rule: (id) => `rule/${id}`,
};

interface FactIds {
  operation(operation: Operation): string;
  status(operation: Operation, status: number | string): string;
  parameter(operation: Operation, name: string): string;
  /** Of the component, where it is one. */
  header(operation: Operation, status: string, header: Header): string;
  property(owner: string, name: string): string;
  required(owner: string, name: string): string;
  value(owner: string, value: string): string;
  values(owner: string): string;
  rule(id: string): string;
}

/** Every fact of a contract that traffic can confirm or contradict. */
export function listFacts(document: JsonObject): Fact[] {
  const operations = listOperations(document);
  const facts = [
    ...operations.flatMap((operation) => operationFacts(operation)),
    ...schemasInUse(document, operations).flatMap((name) => schemaFacts(document, name)),
    ...rules.map(({ id, title }): Fact => ({ id: factId.rule(id), kind: "rule", text: title })),
  ];
  // Components such as headers belong to several operations.
  return [...new Map(facts.map((fact) => [fact.id, fact])).values()];
}

function operationFacts(operation: Operation): Fact[] {
  const call = `${operation.method.toUpperCase()} ${operation.path}`;
  return [
    { id: factId.operation(operation), kind: "operation", text: `${call} exists.` },
    ...[...operation.responses.values()]
      .filter(({ status }) => status !== "default")
      .flatMap((response): Fact[] => [
        {
          id: factId.status(operation, response.status),
          kind: "status",
          text: `${call} can return ${response.status}.`,
        },
        ...response.headers
          .filter((header) => isExpected(header))
          .map(
            (header): Fact => ({
              id: factId.header(operation, response.status, header),
              kind: "header",
              text: `The header ${header.name} is as described.`,
            }),
          ),
      ]),
    ...operation.parameters.map(
      ({ name }): Fact => ({
        id: factId.parameter(operation, name),
        kind: "parameter",
        text: `${call} accepts ${name}.`,
      }),
    ),
  ];
}

/** Headers that OpenAPI has tools ignore are described by the content. */
function isExpected({ name }: Header): boolean {
  return name.toLowerCase() !== "content-type";
}

/** The component schemas that a request or a response of an operation leads to. */
function schemasInUse(document: JsonObject, operations: readonly Operation[]): string[] {
  const references = collectReferences(
    document,
    operations.flatMap(({ requestBody, responses }) => [
      requestBody?.node,
      ...[...responses.values()].map(({ node }) => node),
    ]),
  );
  const names = new Set(
    [...references].filter((reference) => reference.startsWith("#/components/schemas/")).map(refName),
  );
  return schemaNames(document).filter((name) => names.has(name));
}

function schemaFacts(document: JsonObject, name: string): Fact[] {
  const schema = schemaNamed(document, name);
  const values = knownValues(document, schema);
  const properties = [...propertiesOf(document, schema).values()];
  return [
    ...properties.map(
      (property): Fact => ({
        id: factId.property(name, property.name),
        kind: "property",
        text: `${name} has ${property.name} of the declared type.`,
      }),
    ),
    ...properties
      .filter(({ required }) => required)
      .map(
        (property): Fact => ({
          id: factId.required(name, property.name),
          kind: "required",
          text: `${name} always has ${property.name}.`,
        }),
      ),
    ...values.map(
      (value): Fact => ({ id: factId.value(name, value), kind: "value", text: `${name} can be ${value}.` }),
    ),
    ...(values.length > 0 && isOpenEnum(document, schema) && isDocumented(name)
      ? [
          {
            id: factId.values(name),
            kind: "values" as const,
            text: `The known values of ${name} are all there are.`,
          },
        ]
      : []),
  ];
}

/** Whether a source lists the values of a schema. Where they were only observed, nobody says that they are all. */
function isDocumented(name: string): boolean {
  return getIn(evidence, "schemas", name, "confidence") === "documented";
}
