import { type WebhookContract, webhookValues } from "./webhook-values.ts";

/** The parts of the contract that become constants. */
export interface Contract extends WebhookContract {
  info: { version: string };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  components: WebhookContract["components"] & {
    schemas: Record<string, Schema>;
    parameters: Record<string, { name: string; "x-filterable"?: string[]; "x-sortable"?: string[] }>;
  };
}

interface Schema {
  description?: string;
  $ref?: string;
  enum?: string[];
  anyOf?: Schema[];
  items?: Schema;
  format?: string;
  properties?: Record<string, Schema>;
  readOnly?: boolean;
  "x-microsoft"?: { type: string; id: string };
  "x-ms-mutability"?: string[];
  "x-state-machine"?: Record<string, { final?: boolean; transitions: string[]; substatuses: string[] }>;
}

/** TypeScript source with a constant for each enum of the contract, for its state machine and its version. */
export function valuesSource(contract: Contract): string {
  const { info, components } = contract;
  const blocks = [
    `/** The version of the contract that these types were generated from. */\nexport const contractVersion = ${JSON.stringify(info.version)};`,
  ];
  blocks.push(
    constant("serverUrl", contract.servers[0]?.url ?? "", "Where the service is."),
    constant(
      "tokenScope",
      Object.values(contract.security[0] ?? {})[0]?.[0] ?? "",
      "What an access token is asked for.",
    ),
    constant(
      "readOnlyPaths",
      pathsOf(contract, "Referral", (schema) => schema.readOnly === true),
      "JSON Pointers to what only the service sets on a referral.",
    ),
    constant(
      "fixedPaths",
      pathsOf(contract, "Referral", (schema) => schema["x-ms-mutability"]?.includes("update") === false),
      "JSON Pointers to what is fixed once a referral exists.",
    ),
    ...webhookValues(contract).map((value) => constant(...value)),
  );
  for (const [name, schema] of Object.entries(components.schemas)) {
    const values = schema.enum ?? schema.anyOf?.find((member) => member.enum)?.enum;
    if (values)
      blocks.push(
        constant(`${camelCase(name)}Values`, values, `${closing(schema)} {@link contract.${name}}`),
      );
    const microsoft = schema["x-microsoft"];
    if (microsoft)
      blocks.push(constant("microsoftTarget", microsoft, "The target that stands for Microsoft."));
    const states = schema["x-state-machine"];
    if (!states) continue;
    blocks.push(
      constant("referralStateMachine", states, "For each status: what it may become, and its substatuses."),
      `/** A status with one of its substatuses. */\nexport type ReferralState =\n${pairs(states)};`,
    );
  }
  for (const parameter of Object.values(components.parameters)) {
    const { "x-filterable": filterable, "x-sortable": sortable } = parameter;
    if (filterable) {
      const formats = Object.fromEntries(filterable.map((path) => [path, formatAt(contract, path)]));
      const description = `What \`${parameter.name}\` may name, and the format of its values.`;
      blocks.push(constant("filterableProperties", formats, description));
    }
    if (sortable)
      blocks.push(constant("sortableProperties", sortable, `What \`${parameter.name}\` may name.`));
  }
  return `${blocks.join("\n\n")}\n`;
}

/** JSON Pointers to the properties below a schema that `matches`, outermost first; arrays are not entered. */
function pathsOf(contract: Contract, name: string, matches: (schema: Schema) => boolean): string[] {
  const { properties = {} } = contract.components.schemas[name] ?? {};
  return Object.entries(properties).flatMap(([property, schema]) => {
    if (matches(schema)) return [`/${property}`];
    const references = [schema, ...(schema.anyOf ?? [])].flatMap(({ $ref }) => $ref?.split("/").at(-1) ?? []);
    return references
      .flatMap((reference) => pathsOf(contract, reference, matches))
      .map((path) => `/${property}${path}`);
  });
}

/** The format of the property of a referral that a path with slashes leads to. */
function formatAt(contract: Contract, path: string): string {
  let schema: Schema = { $ref: "Referral" };
  for (const name of path.split("/")) {
    schema = resolved(contract, resolved(contract, schema).items ?? schema);
    const property: Schema | undefined = schema.properties?.[name];
    if (!property) throw new Error(`${path} does not lead to a property of a referral.`);
    schema = property;
  }
  return resolved(contract, schema).format ?? "string";
}

function resolved({ components }: Contract, schema: Schema): Schema {
  return components.schemas[schema.$ref?.split("/").at(-1) ?? ""] ?? schema;
}

function constant(name: string, value: object | string, description: string): string {
  return `/** ${description} */\nexport const ${name} = ${JSON.stringify(value, null, 2)} as const;`;
}

/** An enum with another branch beside its values takes any string; the constant holds those known. */
function closing(schema: Schema): string {
  return schema.enum ? "All values of" : "The known values of";
}

function pairs(states: Record<string, { substatuses: string[] }>): string {
  return Object.entries(states)
    .map(([status, { substatuses }]) => {
      const union = substatuses.map((substatus) => JSON.stringify(substatus)).join(" | ");
      return `  | { status: ${JSON.stringify(status)}; substatus: ${union} }`;
    })
    .join("\n");
}

function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
