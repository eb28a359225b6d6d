/** openapi-generator, with the languages it is used for most. */
import type { Tool, Workshop } from "../matrix/tool.ts";
import { cargoRun, compileCargo } from "./cargo.ts";
import { compileGo, goRun } from "./go.ts";
import { installJar, openapiGenerator, runJar } from "./jars.ts";
import { compileJava, javaRun } from "./java.ts";
import { compilePackage, createEnvironment, pythonRun } from "./python.ts";
import { compileProgram, runProgram } from "./typescript.ts";

const plainStrings = "Open enumerations are plain strings; their known values stand in the comments.";
const noConditions = "Conditional rules are in the texts only.";
const noEvents =
  "From `openapi.json` the code for events that the service sends does not compile; the 3.0 document has no events.";
const webhooksAsCalls = "Events that the service sends become operations to call.";

/** A language: its generator, its options, and what is done with the result. */
function language(
  name: string,
  options: readonly string[],
  rest: Pick<Tool, "losses"> & Partial<Tool>,
): Tool {
  return {
    name: `openapi-generator-${name}`,
    version: openapiGenerator.version,
    reads: "openapi.json",
    install: (workshop) => installJar(workshop, openapiGenerator),
    generate: (workshop) => generate(workshop, name, options),
    ...rest,
    needs: ["java", "maven", ...(rest.needs ?? [])],
  };
}

async function generate(workshop: Workshop, name: string, options: readonly string[]): Promise<void> {
  const { document, run } = workshop;
  const args = ["generate", "-g", name, "-i", document, "-o", "generated", ...options];
  await run(runJar(workshop, openapiGenerator, ...args));
}

const validate: Tool = {
  name: "openapi-generator-validate",
  version: openapiGenerator.version,
  reads: "openapi.json",
  needs: ["java", "maven"],
  losses: [],
  install: (workshop) => installJar(workshop, openapiGenerator),
  async generate(workshop) {
    await workshop.run(runJar(workshop, openapiGenerator, "validate", "-i", workshop.document));
  },
};

export const openapiGenerators: readonly Tool[] = [
  validate,
  { ...validate, name: "openapi-generator-validate-3.0", reads: "openapi-3.0.json" },
  language("python", ["--additional-properties=packageName=referrals"], {
    reads: "openapi-3.0.json",
    needs: ["python"],
    losses: [plainStrings, noConditions, noEvents],
    async install(workshop) {
      await installJar(workshop, openapiGenerator);
      await createEnvironment(workshop, "openapi-generator");
    },
    compile: compilePackage,
    roundTrip: (workshop) => pythonRun(workshop, "openapi-generator", "openapi_generator.py"),
  }),
  language("java", ["--library", "native"], {
    losses: [plainStrings, noConditions, webhooksAsCalls],
    compile: (workshop) => compileJava(workshop, "generated/src/main/java", "OpenApiGenerator.java"),
    roundTrip: (workshop) => javaRun(workshop, "OpenApiGenerator"),
  }),
  language("go", ["--additional-properties=packageName=referrals,withGoMod=false"], {
    needs: ["go"],
    losses: [plainStrings, noConditions, webhooksAsCalls],
    compile: (workshop) => compileGo(workshop, "openapi-generator"),
    roundTrip: goRun,
  }),
  language("rust", ["--additional-properties=packageName=referrals,library=reqwest"], {
    needs: ["cargo"],
    losses: [
      plainStrings,
      noConditions,
      webhooksAsCalls,
      "A PATCH that is answered with 204 is reported as an error, although it was made: send `Prefer`.",
    ],
    compile: (workshop) => compileCargo(workshop, "openapi-generator"),
    roundTrip: cargoRun,
  }),
  language("typescript-fetch", [], {
    reads: "openapi-3.0.json",
    losses: [plainStrings, noConditions, noEvents],
    compile: (workshop) => compileProgram(workshop, "openapi-generator.ts"),
    roundTrip: runProgram,
  }),
  language("csharp", [], { losses: ["Generated only; not compiled here."] }),
  language("php", [], { losses: ["Generated only; not compiled here."] }),
];
