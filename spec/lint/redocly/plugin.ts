/** Our own rules for Redocly. It loads this file because `redocly.yaml` names it. */
import * as evidence from "./evidence.ts";
import * as extensions from "./extensions.ts";

export default function house() {
  return { id: "house", rules: { oas3: { evidence: evidence.rule, extensions: extensions.rule } } };
}
