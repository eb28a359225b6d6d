import {
  defaultStates,
  durationMs,
  expiresAfter,
  filterableProperties,
  getIn,
  immutablePaths,
  isOpenEnum,
  type JsonObject,
  knownValues,
  type OpenApiDocument,
  previewStates,
  propertyAt,
  propertyOf,
  readOnlyPaths,
  resolveObject,
  schemaNamed,
  schemaNames,
  sortableProperties,
  stateMachine,
  statusPairs,
} from "@partner-referrals/spec/model";
import { type Constant, constant } from "./constant.ts";
import { webhookValues } from "./webhook-values.ts";

/** TypeScript source with a constant for each enum of the contract and for each fact that code needs. */
export function generateValues(contract: OpenApiDocument): string {
  const blocks = [
    ...serviceValues(contract),
    ...webhookValues(contract),
    ...enumValues(contract),
    ...stateValues(contract),
  ].map(constant);
  return `${[...blocks, stateUnion(contract)].join("\n\n")}\n`;
}

function serviceValues(contract: OpenApiDocument): Constant[] {
  const error = propertyOf(contract, schemaNamed(contract, "ErrorDetail"), "message");
  const filterable = filterableProperties(contract).map((path) => [path, formatAt(contract, path)]);
  return [
    [
      "contractVersion",
      contract.info.version,
      "The version of the contract that these types were generated from.",
    ],
    ["serverUrl", getIn(contract, "servers", "0", "url"), "Where the service is."],
    ["tokenScope", firstScope(contract), "What an access token is asked for."],
    [
      "readOnlyPaths",
      readOnlyPaths(contract, "Referral"),
      "JSON Pointers to what only the service sets on a referral.",
    ],
    [
      "immutablePaths",
      immutablePaths(contract, "Referral"),
      "JSON Pointers to what cannot change once a referral exists.",
    ],
    [
      "filterableProperties",
      Object.fromEntries(filterable),
      "What `$filter` may name, and the format of its values.",
    ],
    ["sortableProperties", sortableProperties(contract), "What `$orderby` may name."],
    [
      "maxPageSize",
      schemaNamed(contract, "ReferralPage")["x-page-size"],
      "How many referrals one page of a list has at most.",
    ],
    [
      "maxErrorMessageLength",
      error?.schema.maxLength,
      "How many characters the message of an error has at most.",
    ],
    [
      "microsoftTarget",
      schemaNamed(contract, "ReferralTarget")["x-microsoft"],
      "The target that stands for Microsoft.",
    ],
  ];
}

function enumValues(contract: OpenApiDocument): Constant[] {
  return schemaNames(contract).flatMap((name): Constant[] => {
    const schema = schemaNamed(contract, name);
    const values = knownValues(contract, schema);
    if (values.length === 0) return [];
    const which = isOpenEnum(contract, schema) ? "The known values of" : "All values of";
    return [[`${camelCase(name)}Values`, values, `${which} {@link contract.${name}}`]];
  });
}

function stateValues(contract: OpenApiDocument): Constant[] {
  const machine = [...stateMachine(contract)];
  return [
    [
      "referralStateMachine",
      Object.fromEntries(machine),
      "For each status: what it may become, and its substatuses.",
    ],
    [
      "referralStates",
      Object.fromEntries(statusPairs(contract)),
      "Each substatus with the status that it belongs to.",
    ],
    [
      "defaultStates",
      Object.fromEntries(defaultStates(contract)),
      "What the service sets on a referral that a partner `created`, that it `received`, and that has `expired`.",
    ],
    [
      "previewStates",
      Object.fromEntries(previewStates(contract)),
      "What each status of the 2018 preview is in version 1.0.",
    ],
    [
      "referralExpiryMs",
      durationMs(expiresAfter(contract)),
      "How long a received referral waits for an answer before it expires, in milliseconds.",
    ],
  ];
}

/** The format of the property of a referral that a path with slashes leads to; its kind where it has none. */
function formatAt(contract: OpenApiDocument, path: string): string {
  const property = propertyAt(contract, schemaNamed(contract, "Referral"), path.split("/"));
  if (!property) throw new Error(`x-filterable names ${path}, which is no property of a referral.`);
  return property.kind;
}

function firstScope(contract: OpenApiDocument): unknown {
  return Object.values(resolveObject(contract, getIn(contract, "security", "0"))).flat()[0];
}

function stateUnion(contract: JsonObject): string {
  const pairs = [...stateMachine(contract)].map(([status, { substatuses }]) => {
    const union = substatuses.map((substatus) => JSON.stringify(substatus)).join(" | ");
    return `  | { status: ${JSON.stringify(status)}; substatus: ${union} }`;
  });
  return `/** A status with one of its substatuses. */\nexport type ReferralState =\n${pairs.join("\n")};`;
}

function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
