/** A process that runs several command lines, and says what each came to. */
import { run } from "../../dist/command.js";
import type { Outcome } from "./command.ts";

// A cast: the test that starts this process sends command lines.
const commands = JSON.parse(process.argv[2] ?? "[]") as string[][];
const outcomes: Outcome[] = [];
const { stdout, stderr } = process;
const write = stdout.write.bind(stdout);

for (const args of commands) {
  let output = "";
  for (const stream of [stdout, stderr])
    stream.write = (text: string | Uint8Array) => {
      output += text;
      return true;
    };
  process.exitCode = 0;
  await run(args);
  outcomes.push({ code: Number(process.exitCode), output });
}
// It ends, although sandboxes were started.
write(JSON.stringify(outcomes), () => process.exit(0));
