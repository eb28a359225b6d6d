import type { Tool } from "../matrix/tool.ts";
import { bin, compileProgram, packageVersion, runProgram } from "./typescript.ts";

const plugins = ["@hey-api/typescript", "@hey-api/sdk", "@hey-api/client-fetch", "zod"];

export const heyApi: Tool = {
  name: "hey-api",
  version: packageVersion("@hey-api/openapi-ts"),
  reads: "openapi.json",
  needs: [],
  losses: [
    "Open enumerations are plain strings.",
    "The zod schemas read `int64` numbers as `bigint`, the types say `number`.",
    "Conditional rules are in the texts only, not in the zod schemas.",
  ],
  async generate({ document, run }) {
    await run([bin("openapi-ts"), "--input", document, "--output", "generated", "--plugins", ...plugins]);
  },
  compile: (workshop) => compileProgram(workshop, "hey-api.ts"),
  roundTrip: runProgram,
};
