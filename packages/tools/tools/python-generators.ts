/** Generators that are Python packages. */

import { readFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { Tool, Workshop } from "../matrix/tool.ts";
import { createEnvironment, pinnedVersion, pythonCommand, pythonRun } from "./python.ts";

const requirementsFolder = join(import.meta.dirname, "../programs/python");

function version(name: string): string {
  return pinnedVersion(readFileSync(join(requirementsFolder, `${name}.txt`), "utf8"), name);
}

/** Puts the programs beside what was generated, and compiles all of it. */
async function compilePython(workshop: Workshop, name: string): Promise<void> {
  await cp(join(workshop.programs, "python"), workshop.folder, { recursive: true });
  await workshop.run(pythonCommand(workshop, name, "python", "-m", "compileall", "-q", "generated"));
}

const clientGenerator: Tool = {
  name: "openapi-python-client",
  version: version("openapi-python-client"),
  reads: "openapi.json",
  needs: ["python"],
  losses: ["Open enumerations are plain strings.", "Conditional rules are in the texts only."],
  install: (workshop) => createEnvironment(workshop, "openapi-python-client"),
  async generate(workshop) {
    const args = ["generate", "--path", workshop.document, "--meta", "none", "--output-path", "generated"];
    const path = `${join(workshop.cache, "python-openapi-python-client/bin")}:${process.env.PATH}`;
    const command = pythonCommand(workshop, "openapi-python-client", "openapi-python-client", ...args);
    await workshop.run(command, { env: { PATH: path } });
  },
  compile: (workshop) => compilePython(workshop, "openapi-python-client"),
  roundTrip: (workshop) => pythonRun(workshop, "openapi-python-client", "openapi_python_client.py"),
};

const modelGenerator: Tool = {
  name: "datamodel-code-generator",
  version: version("datamodel-code-generator"),
  reads: "openapi.json",
  needs: ["python"],
  losses: [
    "Models only; the program sends the requests itself.",
    "Open enumerations are plain strings.",
    "Conditional rules are in the texts only.",
  ],
  install: (workshop) => createEnvironment(workshop, "datamodel-code-generator"),
  async generate(workshop) {
    const options = ["--output-model-type", "pydantic_v2.BaseModel", "--output", "generated/models.py"];
    const { run, document } = workshop;
    const args = ["--input", document, "--input-file-type", "openapi", ...options];
    await run(["mkdir", "generated"]);
    await run(pythonCommand(workshop, "datamodel-code-generator", "datamodel-codegen", ...args));
  },
  compile: (workshop) => compilePython(workshop, "datamodel-code-generator"),
  roundTrip: (workshop) => pythonRun(workshop, "datamodel-code-generator", "models_only.py"),
};

const fastMcp: Tool = {
  name: "fastmcp",
  version: version("fastmcp"),
  reads: "openapi.json",
  needs: ["python"],
  losses: [
    "The tool `updateReferral` promises a referral and fails when there is none to return (204): send `Prefer`.",
    "Deprecated operations become tools too.",
  ],
  install: (workshop) => createEnvironment(workshop, "fastmcp"),
  /** The program makes the tools when it starts. */
  generate: (workshop) => cp(join(workshop.programs, "python"), workshop.folder, { recursive: true }),
  roundTrip: (workshop) => [...pythonRun(workshop, "fastmcp", "fastmcp_tools.py"), workshop.document],
};

export const pythonGenerators: readonly Tool[] = [clientGenerator, modelGenerator, fastMcp];
