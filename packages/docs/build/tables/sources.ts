/** The contract's evidence on the documents themselves. */
import { evidenceTable } from "./evidence.ts";

export function table(): string {
  return evidenceTable("Sources");
}
