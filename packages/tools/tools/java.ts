/** Java: libraries by Maven, the rest with the JDK alone. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Command, Workshop } from "../matrix/tool.ts";

/** Compiles what was generated together with a program of `programs/java`. */
export async function compileJava(workshop: Workshop, generated: string, program: string): Promise<void> {
  const { folder, programs, run } = workshop;
  const libraries = join(workshop.cache, "java-libraries");
  if (!existsSync(libraries)) {
    const options = [`-DoutputDirectory=${libraries}`, "-f", join(programs, "java/pom.xml")];
    await run(["mvn", "-q", "-B", "dependency:copy-dependencies", ...options]);
  }
  const sources = await javaFiles(join(folder, generated));
  const options = ["-nowarn", "-encoding", "UTF-8", "-d", "classes", "-cp", join(libraries, "*")];
  await run(["javac", ...options, ...sources, join(programs, "java", program)]);
}

/** Runs a compiled program. */
export function javaRun({ folder, cache }: Workshop, main: string): Command {
  const path = [join(folder, "classes"), join(cache, "java-libraries", "*")].join(delimiter);
  return ["java", "-cp", path, main];
}

async function javaFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".java"))
    .map((entry) => join(entry.parentPath, entry.name));
}
