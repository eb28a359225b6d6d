/** What pnpm installs of some packages, and what it packs of ours. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const root = import.meta.dirname;

/** Peers of the docs. The bench serves the files that they ship for browsers; what those are made of has 600 packages. */
const servedAsFiles = ["@scalar/api-reference", "@stoplight/elements", "swagger-ui-dist"];

export const hooks = {
  readPackage(manifest) {
    if (!servedAsFiles.includes(manifest.name)) return manifest;
    return { ...manifest, dependencies: {}, peerDependencies: {} };
  },

  /** The package.json of a tarball: without what is for this repository only, with what a user wants to know. */
  beforePacking({ scripts, devDependencies, ...manifest }, folder) {
    return { ...manifest, exports: published(manifest.exports), ...repository(folder), contract: contract() };
  },
};

/** The entries of `exports` that a tarball has files for: TypeScript sources are for the packages of this repository. */
function published(exports) {
  const entries = Object.entries(exports);
  return Object.fromEntries(
    entries.filter(([, target]) => !(typeof target === "string" && target.endsWith(".ts"))),
  );
}

/** Which contract the package was made from. Readable before it is installed: `npm view <package> contract`. */
function contract() {
  const file = join(root, "spec/dist/openapi.json");
  if (!existsSync(file)) throw new Error(`${file} is missing. Build first: npx --yes pnpm@12 build`);
  const bundle = readFileSync(file);
  return {
    version: JSON.parse(bundle.toString()).info.version,
    sha256: createHash("sha256").update(bundle).digest("hex"),
  };
}

/** Where it comes from. npm compares that with the provenance; GitHub says it to its workflows. */
function repository(folder) {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY) return {};
  const url = `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`;
  return { repository: { type: "git", url, directory: relative(root, folder).split(sep).join("/") } };
}
