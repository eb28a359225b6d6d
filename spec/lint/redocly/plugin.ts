/** Our own rules for Redocly. It loads this file because `redocly.yaml` names it. */
import * as evidence from "./evidence.ts";

export default function house() {
  return { id: "house", rules: { oas3: { evidence: evidence.rule } } };
}
