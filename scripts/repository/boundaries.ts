/** Finds imports that reach into another package past its `exports`: Turborepo would not know of them. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const code = /\.(ts|mts|cts|js|mjs|astro)$/;
/** What an import, an `import()` or `new URL(…, import.meta.url)` names, when it begins with dots. */
const relativePath = /(?:from|import|import\(|new URL\()\s*"(\.{1,2}\/[^"]*)"/g;

/** The package that a file of the repository belongs to: `spec`, `scripts`, `packages/<name>`, or "" for the root. */
function packageOf(file: string): string {
  return /^(spec|scripts|packages\/[^/]+)(?=\/|$)/.exec(file.replaceAll("\\", "/"))?.[0] ?? "";
}

/** Each relative path in a file that leads into another package, as `file: path`. */
export function foreignPaths(file: string, text: string): string[] {
  return [...text.matchAll(relativePath)].flatMap(([, path = ""]) => {
    const target = packageOf(relative(".", join(dirname(file), path)));
    return target === "" || target === packageOf(file) ? [] : [`${file}: ${path}`];
  });
}

/** Each relative path in the repository that leads into another package, as `file: path`. */
export function findForeignPaths(root: string): string[] {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const files = list.split("\0").filter((file) => code.test(file) && packageOf(file) !== "");
  return files.flatMap((file) =>
    existsSync(join(root, file)) ? foreignPaths(file, readFileSync(join(root, file), "utf8")) : [],
  );
}
