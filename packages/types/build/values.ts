/** The parts of the contract that become constants. */
export interface Contract {
  info: { version: string };
  paths: Record<string, object>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, { name: string; "x-filterable"?: string[]; "x-sortable"?: string[] }>;
  };
}

interface Schema {
  description?: string;
  enum?: string[];
  anyOf?: Schema[];
  "x-state-machine"?: Record<string, { final?: boolean; transitions: string[]; substatuses: string[] }>;
}

/** TypeScript source with a constant for each enum of the contract, for its state machine and its version. */
export function valuesSource({ info, components }: Contract): string {
  const blocks = [
    `/** The version of the contract that these types were generated from. */\nexport const contractVersion = ${JSON.stringify(info.version)};`,
  ];
  for (const [name, schema] of Object.entries(components.schemas)) {
    const values = schema.enum ?? schema.anyOf?.find((member) => member.enum)?.enum;
    if (values)
      blocks.push(
        constant(`${camelCase(name)}Values`, values, `${closing(schema)} {@link contract.${name}}`),
      );
    const states = schema["x-state-machine"];
    if (!states) continue;
    blocks.push(
      constant("referralStateMachine", states, "For each status: what it may become, and its substatuses."),
      `/** A status with one of its substatuses. */\nexport type ReferralState =\n${pairs(states)};`,
    );
  }
  for (const parameter of Object.values(components.parameters)) {
    const { "x-filterable": filterable, "x-sortable": sortable } = parameter;
    if (filterable)
      blocks.push(constant("filterableProperties", filterable, `What \`${parameter.name}\` may name.`));
    if (sortable)
      blocks.push(constant("sortableProperties", sortable, `What \`${parameter.name}\` may name.`));
  }
  return `${blocks.join("\n\n")}\n`;
}

function constant(name: string, value: object, description: string): string {
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
