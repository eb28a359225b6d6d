/** What exactly a bench measures. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The installed versions of some packages, such as `openapi-fetch 0.17.0, orval 8.31.0`. */
export async function versionsOf(packages: readonly string[]): Promise<string> {
  const versions = packages.map(async (name) => {
    const file = join(import.meta.dirname, "../node_modules", name, "package.json");
    const manifest: { version: string } = JSON.parse(await readFile(file, "utf8"));
    return `${name} ${manifest.version}`;
  });
  return (await Promise.all(versions)).join(", ");
}
