/** What the programs for TypeScript clients share. */
import { readFileSync } from "node:fs";

/** What a program is told. The bodies are those of the generated client, because its compiler is to judge the programs. */
export interface Input<Create, Patch> {
  readonly baseUrl: string;
  readonly token: string;
  readonly create: Create;
  readonly filter: string;
  readonly top: number;
  readonly patch: Patch;
  readonly prefer: string;
  readonly unknownId: string;
}

export function readInput<Create, Patch>(): Input<Create, Patch> {
  return JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
}

/** Runs the steps one after the other, each with what it saw or how it failed, and prints all. */
export async function report(steps: Record<string, () => Promise<object>>): Promise<void> {
  const seen: Record<string, object> = {};
  for (const [name, step] of Object.entries(steps)) {
    try {
      seen[name] = await step();
    } catch (error) {
      seen[name] = { failed: error instanceof Error ? error.message : JSON.stringify(error) };
    }
  }
  console.log(JSON.stringify(seen));
}
