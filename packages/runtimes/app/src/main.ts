/** The scenario in a runtime with a command line: Node, Deno, Bun. */
import { scenario } from "./scenario.js";

declare const process: { argv: string[] };

console.log(JSON.stringify(await scenario(String(process.argv[2]))));
