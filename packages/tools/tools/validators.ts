/** Tools that only read: they say whether the documents are valid. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import SwaggerParser from "@apidevtools/swagger-parser";
import { validate } from "@scalar/openapi-parser";
import type { DocumentName, Tool } from "../matrix/tool.ts";
import { bin, packageVersion } from "./typescript.ts";

/** swagger-parser, for a document of any format. */
function swaggerParser(reads: DocumentName, name: string): Tool {
  return {
    name,
    version: packageVersion("@apidevtools/swagger-parser"),
    reads,
    needs: [],
    losses: [],
    async generate({ document }) {
      await SwaggerParser.validate(document);
    },
  };
}

const scalar: Tool = {
  name: "scalar",
  version: packageVersion("@scalar/openapi-parser"),
  reads: "openapi.json",
  needs: [],
  losses: [],
  async generate({ document }) {
    const { valid, errors } = await validate(await readFile(document, "utf8"));
    if (!valid) throw new Error(JSON.stringify(errors));
  },
};

const redocly: Tool = {
  name: "redocly",
  version: packageVersion("@redocly/cli"),
  reads: "openapi.json",
  needs: [],
  losses: [],
  async generate({ document, folder, run }) {
    await writeFile(join(folder, "redocly.yaml"), "extends: [recommended]\n");
    const output = await run([bin("redocly"), "lint", document, "--config", "redocly.yaml", "--format=json"]);
    const { totals } = JSON.parse(output);
    if (totals.errors + totals.warnings > 0)
      throw new Error(`${totals.errors} errors, ${totals.warnings} warnings`);
  },
};

const spectral: Tool = {
  name: "spectral",
  version: packageVersion("@stoplight/spectral-cli"),
  reads: "openapi.json",
  needs: [],
  losses: [],
  async generate({ document, folder, run }) {
    await writeFile(join(folder, ".spectral.yaml"), "extends: spectral:oas\n");
    await run([bin("spectral"), "lint", document, "--ruleset", ".spectral.yaml", "--fail-severity", "hint"]);
  },
};

export const validators: readonly Tool[] = [
  swaggerParser("openapi.json", "swagger-parser"),
  swaggerParser("openapi-3.0.json", "swagger-parser-3.0"),
  swaggerParser("swagger-2.0.json", "swagger-parser-2.0"),
  scalar,
  redocly,
  spectral,
];
