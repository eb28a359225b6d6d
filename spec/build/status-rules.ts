import { type Document, type Schema, walk } from "./document.ts";

interface State {
  transitions: string[];
  substatuses: string[];
}

/** Branches allow every property, which Redocly would otherwise take for undeclared when it checks examples. */
const open: Schema = { additionalProperties: true };

const placeholder = "<!-- table of x-state-machine -->";

/**
 * Writes out what `x-state-machine` on `ReferralStatus` says: the coupling of status and substatus as `if/then/else` in
 * the schemas marked with `x-status-rules`, and the table in the document's description.
 */
export function applyStatusRules(document: Document): void {
  const { ReferralStatus: status } = document.components.schemas;
  // The registration for events has no status.
  if (!status) return;
  // A cast, because the extension is ours: the lint rule `state-machine` checks its shape.
  const states = Object.entries(status["x-state-machine"] as Record<string, State>);
  document.info.description = document.info.description.replace(placeholder, () => table(states).trimEnd());
  walk(document.components.schemas, (schema) => {
    const kind = schema["x-status-rules"];
    if (kind === undefined) return;
    delete schema["x-status-rules"];
    Object.assign(schema, kind === "patch" ? patchRules(states) : objectRules(states));
  });
}

/** One `if/then/else` chain rather than an `allOf`: Prism merges `allOf` away and cannot merge conditions. */
function chain(
  states: [string, State][],
  rule: (status: string, state: State) => Schema,
  otherwise?: Schema,
): Schema {
  return states.reduceRight<Schema>(
    (rest, [status, state]) => ({
      ...rule(status, state),
      ...(Object.keys(rest).length > 0 && { else: rest }),
    }),
    otherwise ?? {},
  );
}

function objectRules(states: [string, State][]): Schema {
  const settable = { ...open, properties: { status: { enum: states.map(([status]) => status) } } };
  return chain(
    states,
    (status, { substatuses }) => ({
      if: { ...open, properties: { status: { const: status } }, required: ["status"] },
      // biome-ignore lint/suspicious/noThenProperty: the JSON Schema keyword.
      then: { ...open, properties: { substatus: { enum: substatuses } } },
    }),
    settable,
  );
}

function patchRules(states: [string, State][]): Schema {
  const sets = (path: string, value: Schema): Schema => ({
    ...open,
    type: "object",
    properties: { path: { const: path }, value },
    required: ["path", "value"],
  });
  const valuesAt = (path: string, values: string[]): Schema => ({
    items: {
      ...open,
      type: "object",
      if: { ...open, properties: { path: { const: path } }, required: ["path"] },
      // biome-ignore lint/suspicious/noThenProperty: the JSON Schema keyword.
      then: { ...open, properties: { value: { enum: values } } },
    },
  });
  const names = states.map(([status]) => status);
  return chain(
    states,
    (status, { substatuses }) => ({
      if: { contains: sets("/status", { const: status }) },
      // biome-ignore lint/suspicious/noThenProperty: the JSON Schema keyword.
      then: valuesAt("/substatus", substatuses),
    }),
    valuesAt("/status", names),
  );
}

function table(states: [string, State][]): string {
  const code = (values: string[]) => values.map((value) => `\`${value}\``).join(", ");
  const rows = states.map(
    ([status, { substatuses, transitions }]) =>
      `| \`${status}\` | ${code(substatuses)} | ${code(transitions)} |\n`,
  );
  return `| \`status\` | \`substatus\` | may become |\n|---|---|---|\n${rows.join("")}`;
}
