/** Prints the report on the evidence that the last build wrote. */
import { readFileSync } from "node:fs";

process.stdout.write(readFileSync(new URL("../generated/evidence.md", import.meta.url), "utf8"));
