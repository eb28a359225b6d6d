import {
  count,
  described,
  type EditorSchema,
  flag,
  map,
  number,
  record,
  some,
  text,
  texts,
  to,
} from "./shorthand.ts";

/** The keywords of schemas that the contract uses, and the extensions that schemas may have. */
export function schemaDefinitions(sources: string[]): Record<string, EditorSchema> {
  return {
    reference: {
      description: "A key of EVIDENCE.md, where it helps with a page and a section: key/page.md#section",
      anyOf: [{ enum: sources }, { type: "string", pattern: `^(${sources.join("|")})[/#].` }],
    },
    evidence: {
      description: "What this rests on.",
      type: "object",
      additionalProperties: false,
      anyOf: [{ required: ["documented"] }, { required: ["observed"] }, { required: ["inferred"] }],
      properties: {
        documented: described("Microsoft's text or tables say it.", some(to("reference"))),
        observed: described("A payload or a machine-readable file shows it.", some(to("reference"))),
        inferred: {
          description: "What of it is our own conclusion.",
          type: "object",
          additionalProperties: false,
          required: ["from", "because"],
          properties: { from: some(to("reference")), because: text },
        },
        note: text,
        properties: described(
          "The properties that the documented and observed sources cover as well.",
          texts,
        ),
      },
    },
    schema: record({
      type: described("One type, or several.", {
        anyOf: [to("type"), { type: "array", items: to("type") }],
      }),
      description: text,
      format: { anyOf: [{ enum: ["date-time", "uuid", "uri", "int32", "int64"] }, text] },
      enum: { type: "array" },
      const: {},
      pattern: text,
      minLength: count,
      maxLength: count,
      minimum: number,
      maximum: number,
      minItems: count,
      maxItems: count,
      readOnly: described("The service sets it.", flag),
      properties: map(to("schema")),
      required: texts,
      items: to("schema"),
      anyOf: some(to("schema")),
      allOf: described("Lists of properties that several schemas share.", some(to("schema"))),
      not: to("schema"),
      if: to("schema"),
      // biome-ignore lint/suspicious/noThenProperty: the JSON Schema keyword.
      then: to("schema"),
      else: to("schema"),
      unevaluatedProperties: described("False refuses unknown properties.", flag),
      examples: { type: "array" },
      "x-evidence": to("evidence"),
      "x-enum-descriptions": described("What each value means.", map(text)),
      "x-ms-mutability": described("[create, read]: fixed once the referral exists.", texts),
      "x-accepts-read-only": described(
        "What the service sets may be sent; the build takes readOnly off.",
        flag,
      ),
      "x-status-rules": described("The build writes out the coupling of status and substatus.", {
        enum: ["object", "patch"],
      }),
      "x-writable-paths": described("The build writes the pattern of paths into this schema.", text),
      "x-state-machine": map({
        type: "object",
        additionalProperties: false,
        required: ["transitions", "substatuses"],
        properties: { final: flag, transitions: texts, substatuses: texts },
      }),
    }),
    type: { enum: ["string", "number", "integer", "boolean", "object", "array", "null"] },
  };
}
