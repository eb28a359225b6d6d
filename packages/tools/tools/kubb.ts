import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tool } from "../matrix/tool.ts";
import { bin, compileProgram, packageVersion, runProgram } from "./typescript.ts";

/** kubb has no command line for its plugins. */
const config = (document: string): string => `
import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { pluginZod } from "@kubb/plugin-zod";

export default defineConfig({
  root: ".",
  input: { path: ${JSON.stringify(document)} },
  output: { path: "./generated", extension: { ".ts": ".ts" }, format: false, lint: false },
  plugins: [
    pluginOas({ generators: [] }),
    pluginTs(),
    pluginClient({ client: "fetch", bundle: true, dataReturnType: "full" }),
    pluginZod({ version: "4" }),
  ],
});
`;

export const kubb: Tool = {
  name: "kubb",
  version: packageVersion("@kubb/cli"),
  reads: "openapi.json",
  needs: [],
  losses: [
    "Open enumerations are plain strings.",
    "An error is returned like a result, with the type of a result.",
    "The server of the contract is not written into the client.",
    "Conditional rules are in the texts only, not in the zod schemas.",
  ],
  async generate({ document, folder, run }) {
    await writeFile(join(folder, "kubb.config.mjs"), config(document));
    await run([bin("kubb"), "generate", "--config", "kubb.config.mjs"]);
  },
  compile: (workshop) => compileProgram(workshop, "kubb.ts"),
  roundTrip: runProgram,
};
