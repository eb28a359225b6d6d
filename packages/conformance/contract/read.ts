import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Contract } from "./document.ts";

/** Reads the published contract. */
export function readContract(): Contract {
  const file = fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json"));
  return JSON.parse(readFileSync(file, "utf8"));
}
