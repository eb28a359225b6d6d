/** The contract's evidence on names and shapes. */
import { evidenceTable } from "./evidence.ts";

export function table(): string {
  return evidenceTable("Names and shapes");
}
