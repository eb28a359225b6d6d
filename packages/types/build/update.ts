/** Brings the types up to date with a contract that has just been built, for those who watch. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contractFile, readDocument } from "@partner-referrals/spec/model";
import ts from "typescript";
import { generateTypes } from "./generate.ts";

const root = join(import.meta.dirname, "..");

/**
 * Generates the types again and writes JavaScript and declarations to `dist/`, as the build does, but without a check of the
 * types: that takes longer than all else, and the next build does it.
 */
export async function updateTypes(): Promise<void> {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.build.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  ) ?? { options: {} };
  // A single file knows nothing of the package.json that makes it a module.
  const compilerOptions = { ...options, module: ts.ModuleKind.ESNext };
  for (const [name, text] of await generateTypes(readDocument(contractFile))) {
    const compile = { fileName: name, compilerOptions };
    writeChanged(name.replace(/ts$/, "js"), ts.transpileModule(text, compile).outputText);
    writeChanged(name.replace(/ts$/, "d.ts"), ts.transpileDeclaration(text, compile).outputText);
  }
}

/** An editor reads again what is written. */
function writeChanged(name: string, text: string): void {
  const file = join(root, "dist", name);
  if (readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}
