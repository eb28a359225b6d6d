/** The contract's evidence on behaviour. */
import { evidenceTable } from "./evidence.ts";

export function table(): string {
  return evidenceTable("Behaviour");
}
