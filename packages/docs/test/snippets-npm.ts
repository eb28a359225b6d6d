/** Stands for `npm install` and `npm ci` in the snippets: links the packages of this workspace that are published. */
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";

const [command, ...words] = process.argv.slice(2);
const manifest = JSON.parse(await readFile("package.json", "utf8"));
const wanted =
  command === "ci"
    ? Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    : words.filter((word) => !word.startsWith("--"));

await mkdir("node_modules/@partner-referrals", { recursive: true });
for (const name of wanted) {
  // Fails for a package that is not one of this workspace.
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const { private: isPrivate, version } = JSON.parse(await readFile(file, "utf8"));
  if (isPrivate || !name.startsWith("@partner-referrals/")) throw new Error(`${name} cannot be installed.`);
  const field = words.includes("--save-dev") ? "devDependencies" : "dependencies";
  if (command === "install") manifest[field] = { ...manifest[field], [name]: version };
  await rm(`node_modules/${name}`, { force: true });
  await symlink(dirname(file), `node_modules/${name}`);
}
await writeFile("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
