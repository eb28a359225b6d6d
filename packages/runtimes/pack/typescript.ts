import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { app } from "./app.ts";
import { run } from "./command.ts";

const require = createRequire(import.meta.url);

/** The versions of TypeScript that an app may have, by the package that this one has them in. */
export const compilers = {
  "5.0": "typescript-5.0",
  "5.9": "typescript-5.9",
  "7.0": "typescript",
} as const;

export type Version = keyof typeof compilers;

const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
const loose = { strict: false };
const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const bundler = { module: "esnext", moduleResolution: "bundler" };

const options = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  // As `tsc --init` has it.
  skipLibCheck: true,
};

/** The settings that an app may have. */
const settings = {
  "strict, nodenext": { ...strict, ...nodenext },
  "strict, bundler": { ...strict, ...bundler },
  "loose, nodenext": { ...loose, ...nodenext },
  "loose, bundler": { ...loose, ...bundler },
} as const;

export type Setting = keyof typeof settings;

// A cast, because `keys` forgets which names there are.
export const settingNames = Object.keys(settings) as Setting[];

/** The version of TypeScript that is installed as a package. */
export function exactVersion(version: Version): string {
  return require(`${compilers[version]}/package.json`).version;
}

/** The folder of the JavaScript that a setting led to. */
type Outputs = (setting: Setting) => string;

const compiled = new Map<Version, Promise<Outputs>>();

/**
 * Compiles the app with a version of TypeScript under all settings, once.
 *
 * @throws Error with what the compiler printed, if it found an error.
 */
export function compile(version: Version): Promise<Outputs> {
  const known = compiled.get(version) ?? compileAll(version);
  compiled.set(version, known);
  return known;
}

async function compileAll(version: Version): Promise<Outputs> {
  const folder = await app();
  const output: Outputs = (setting) => join(folder, "out", version, setting.replace(", ", "-"));
  const projects = settingNames.map((setting, index) => {
    const file = `tsconfig.${version}.${index}.json`;
    writeFileSync(join(folder, file), JSON.stringify(project(version, setting, output(setting))));
    return file;
  });
  await run(process.execPath, [compiler(version), "-b", ...projects], { cwd: folder });
  return output;
}

function project(version: Version, setting: Setting, outDir: string): object {
  // Before 5.8, `nodenext` does not know that CommonJS can `require` an ES module.
  const hasCommonJs = version !== "5.0" && settings[setting].module === "nodenext";
  return {
    compilerOptions: { ...options, ...settings[setting], rootDir: "src", outDir },
    files: ["src/main.ts", "src/page.ts", "src/worker.ts", ...(hasCommonJs ? ["src/commonjs.cts"] : [])],
  };
}

/** The errors that a version of TypeScript finds in the declarations that are installed. */
export function declarationErrors(version: Version): Promise<string[]> {
  return errorsIn("src/main.ts", { ...settings["strict, nodenext"], skipLibCheck: false }, version);
}

/** The errors that a version of TypeScript finds in a file of the app, with settings of its own. */
export async function errorsIn(
  source: string,
  setting: Readonly<Record<string, unknown>>,
  version: Version = "5.9",
): Promise<string[]> {
  const folder = await app();
  const file = `tsconfig.${version}.${createHash("sha256")
    .update(JSON.stringify([source, setting]))
    .digest("hex")}.json`;
  const compilerOptions = { ...options, ...setting, noEmit: true };
  writeFileSync(join(folder, file), JSON.stringify({ compilerOptions, files: [source] }));
  try {
    await run(process.execPath, [compiler(version), "-p", file], { cwd: folder });
    return [];
  } catch (error) {
    const errors = String(error)
      .split("\n")
      .filter((line) => line.includes("error TS"));
    if (errors.length === 0) throw error;
    return errors;
  }
}

function compiler(version: Version): string {
  return join(dirname(require.resolve(`${compilers[version]}/package.json`)), "bin/tsc");
}
