#!/usr/bin/env node
/**
 * `compile-package`: compiles the package in the current folder with its own TypeScript and `tsconfig.build.json`, and
 * deletes what former builds left in `dist/`. Turborepo caches the whole folder, so a leftover would come back for ever.
 */
import { spawnSync } from "node:child_process";
import { globSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const manifest = createRequire(join(process.cwd(), "package.json")).resolve("typescript/package.json");
const compiler = join(dirname(manifest), "bin/tsc");
const args = [compiler, "-p", "tsconfig.build.json", "--listEmittedFiles"];
const { status, stdout } = spawnSync(process.execPath, args, {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});

const emitted = new Set<string>();
for (const line of stdout.split(/\r?\n/)) {
  const [, file] = /^TSFILE:\s*(.+)$/.exec(line) ?? [];
  if (file) emitted.add(resolve(file));
  else if (line) console.log(line);
}
if (status === 0) {
  for (const file of globSync("dist/**/*.{js,d.ts}")) {
    if (!emitted.has(resolve(file))) rmSync(file);
  }
}
process.exitCode = status ?? 1;
