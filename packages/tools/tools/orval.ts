import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tool } from "../matrix/tool.ts";
import { bin, compileProgram, packageVersion, runProgram } from "./typescript.ts";

export const orval: Tool = {
  name: "orval",
  version: packageVersion("orval"),
  reads: "openapi.json",
  needs: [],
  losses: [
    "Open enumerations are plain strings.",
    "Header parameters such as `If-Match` are not arguments; they go into the options of `fetch`.",
    "The server of the contract is not written into the client unless `baseUrl` asks for it.",
    "Conditional rules are in the texts only, not in the zod schemas.",
  ],
  async generate({ document, folder, run }) {
    const config = {
      client: {
        input: document,
        output: { target: "generated/client.ts", client: "fetch", baseUrl: "https://referrals.invalid" },
      },
      zod: { input: document, output: { target: "generated/zod.ts", client: "zod" } },
    };
    await writeFile(join(folder, "orval.config.mjs"), `export default ${JSON.stringify(config)};\n`);
    await run([bin("orval"), "--config", "orval.config.mjs"]);
  },
  compile: (workshop) => compileProgram(workshop, "orval.ts"),
  roundTrip: runProgram,
};
