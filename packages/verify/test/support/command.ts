/** The command as a function that sets the exit code. */
import { main } from "../../dist/cli/main.js";

export async function run(args: readonly string[]): Promise<void> {
  process.exitCode = await main(args);
}
