import { described, type EditorSchema, flag, map, text, texts } from "./shorthand.ts";

export const ruleDefinition: EditorSchema = {
  description: "A rule of ours for Spectral, with its reason.",
  type: "object",
  required: ["rules", "x-reason", "x-breaking"],
  properties: {
    functionsDir: text,
    functions: texts,
    rules: map({
      type: "object",
      required: ["description", "given", "then"],
      properties: {
        description: text,
        message: text,
        severity: { enum: ["error"] },
        resolved: flag,
        given: {},
        // biome-ignore lint/suspicious/noThenProperty: Spectral's name for what it checks.
        then: {},
      },
    }),
    "x-reason": described("Why the rule exists.", text),
    "x-upstream": described(
      "The issue of the tool whose bug it guards against, or: No upstream issue known.",
      text,
    ),
    "x-breaking": described("Changes to a flawless document that break the rule. $absent removes.", {
      type: "array",
      items: { type: "object" },
      minItems: 1,
    }),
  },
};
