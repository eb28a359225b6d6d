/** The contract's evidence on what no source says. */
import { evidenceTable } from "./evidence.ts";

export function table(): string {
  return evidenceTable("Where the sources are silent");
}
