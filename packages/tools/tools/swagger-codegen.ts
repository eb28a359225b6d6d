/** swagger-codegen, which reads the documents in older formats: version 3 that in OpenAPI 3.0, version 2 that in Swagger 2.0. */
import type { DocumentName, Tool } from "../matrix/tool.ts";
import { installJar, type Jar, runJar, swaggerCodegen2, swaggerCodegen3 } from "./jars.ts";
import { compilePackage, createEnvironment, pythonRun } from "./python.ts";

function python(generation: number, jar: Jar, reads: DocumentName): Tool {
  return {
    name: `swagger-codegen-${generation}-python`,
    version: jar.version,
    reads,
    needs: ["java", "maven", "python"],
    losses: [
      "Open enumerations are plain strings.",
      "Conditional rules are in the texts only.",
      "An error is its status and its text; its code has to be read from the text.",
      "A boolean parameter is sent as Python writes it (`True`): give a text instead.",
      "A PATCH that is answered with 204 raises an error, although it was made: send `Prefer`.",
    ],
    async install(workshop) {
      await installJar(workshop, jar);
      await createEnvironment(workshop, "swagger-codegen");
    },
    async generate(workshop) {
      const options = ["--additional-properties", "packageName=referrals"];
      const args = ["generate", "-l", "python", "-i", workshop.document, "-o", "generated", ...options];
      await workshop.run(runJar(workshop, jar, ...args));
    },
    compile: compilePackage,
    roundTrip: (workshop) => pythonRun(workshop, "swagger-codegen", "swagger_codegen.py"),
  };
}

export const swaggerCodegens: readonly Tool[] = [
  python(3, swaggerCodegen3, "openapi-3.0.json"),
  python(2, swaggerCodegen2, "swagger-2.0.json"),
];
