/** The process of `command-lines.ts`. Its own output are the outcomes, as JSON. */
import type { Outcome } from "./command-lines.ts";

const [module = "", commandLines = "[]"] = process.argv.slice(2);
// Casts: the process that starts this one sends a module with such a function, and command lines.
const { run } = (await import(module)) as { run(args: readonly string[]): Promise<void> };
const outcomes: Outcome[] = [];
const { stdout } = process;
const print = stdout.write.bind(stdout);

for (const args of JSON.parse(commandLines) as string[][]) {
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    process[name].write = (text: string | Uint8Array) => {
      written[name] += text;
      return true;
    };
  process.exitCode = 0;
  await run(args);
  outcomes.push({ code: Number(process.exitCode), ...written });
}
print(JSON.stringify(outcomes), () => process.exit(0));
