import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "@partner-referrals/support/repository";

/** A monorepo of one package whose build is a file of this text. */
export interface FixtureRepository {
  readonly root: string;
  /** Replaces the build of the package. */
  setBuild(code: string): void;
  remove(): void;
}

/** Makes a monorepo with our Turborepo, our turbo.json and one package, `fixture`. Nothing is installed. */
export function createFixtureRepository(): FixtureRepository {
  // On macOS the temporary folder is a link; tools report the real path.
  const root = realpathSync(mkdtempSync(join(tmpdir(), "partner-referrals-fixture-")));
  const write = (file: string, content: string) => writeFileSync(join(root, file), content);
  mkdirSync(join(root, "packages/fixture/build"), { recursive: true });
  for (const file of ["turbo.json", "tsconfig.base.json"])
    cpSync(join(repositoryRoot, file), join(root, file));
  symlinkSync(join(repositoryRoot, "node_modules"), join(root, "node_modules"), "junction");
  write("package.json", JSON.stringify({ name: "root", private: true, packageManager: "pnpm@12.21.0" }));
  write("pnpm-workspace.yaml", "packages: [packages/*]\npmOnFail: ignore\nverifyDepsBeforeRun: false\n");
  const scripts = { build: "node build/build.mjs" };
  write("packages/fixture/package.json", JSON.stringify({ name: "fixture", version: "0.0.0", scripts }));
  return {
    root,
    setBuild: (code) => write("packages/fixture/build/build.mjs", code),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
