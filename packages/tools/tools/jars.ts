/** Generators that come as a jar from Maven Central. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command, Workshop } from "../matrix/tool.ts";

/** A jar by its Maven coordinates. */
export interface Jar {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

export const openapiGenerator: Jar = {
  groupId: "org.openapitools",
  artifactId: "openapi-generator-cli",
  version: "7.25.0",
};

export const swaggerCodegen3: Jar = {
  groupId: "io.swagger.codegen.v3",
  artifactId: "swagger-codegen-cli",
  version: "3.0.61",
};

export const swaggerCodegen2: Jar = {
  groupId: "io.swagger",
  artifactId: "swagger-codegen-cli",
  version: "2.4.53",
};

/** Brings a jar into the cache, unless it is there. */
export async function installJar({ cache, run }: Workshop, jar: Jar): Promise<void> {
  if (existsSync(jarFile(cache, jar))) return;
  const { groupId, artifactId, version } = jar;
  const artifact = `-Dartifact=${groupId}:${artifactId}:${version}`;
  await run(["mvn", "-q", "-B", "dependency:copy", artifact, `-DoutputDirectory=${join(cache, "jars")}`]);
}

/** The command that runs a jar. */
export function runJar({ cache }: Workshop, jar: Jar, ...args: readonly string[]): Command {
  return ["java", "-jar", jarFile(cache, jar), ...args];
}

function jarFile(cache: string, { artifactId, version }: Jar): string {
  return join(cache, "jars", `${artifactId}-${version}.jar`);
}
