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

/** What Redocly's score of the document does not fall below. */
const minScore = 73;

const redocly: Tool = {
  name: "redocly",
  version: packageVersion("@redocly/cli"),
  reads: "openapi.json",
  needs: [],
  losses: [
    `Its rules have nothing against the document. Its score for agents is ${minScore} of 100: a referral is deep and large, properties that may be \`null\` count as polymorphism, and no source states the length of texts.`,
  ],
  async generate({ document, folder, run }) {
    await writeFile(join(folder, "redocly.yaml"), "extends: [recommended]\n");
    const lint = ["lint", document, "--config", "redocly.yaml", "--format=json"];
    const { totals } = JSON.parse(await run([bin("redocly"), ...lint]));
    if (totals.errors + totals.warnings > 0)
      throw new Error(`${totals.errors} errors, ${totals.warnings} warnings`);
    const { agentReadiness } = JSON.parse(await run([bin("redocly"), "score", document, "--format=json"]));
    if (!(agentReadiness >= minScore)) throw new Error(`The score is ${agentReadiness}.`);
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
