/** JSON Schema as editors understand it: draft-07. */
export interface EditorSchema {
  [keyword: string]: unknown;
}

export const text = { type: "string" };
export const flag = { type: "boolean" };
export const number = { type: "number" };
export const count = { type: "integer", minimum: 0 };
export const texts = { type: "array", items: text };
export const to = (name: string) => ({ $ref: `#/definitions/${name}` });
export const some = (items: EditorSchema) => ({ type: "array", items, minItems: 1 });
export const map = (values: EditorSchema) => ({ type: "object", additionalProperties: values });
export const described = (description: string, schema: EditorSchema) => ({ description, ...schema });
export const record = (properties: EditorSchema, required: string[] = []) => ({
  type: "object",
  properties: { $ref: text, ...properties },
  ...(required.length > 0 && { anyOf: [{ required: ["$ref"] }, { required }] }),
});
