import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Contract } from "../contract/contract.ts";

interface Finding {
  code: string;
  path: string[];
  message: string;
  source: string;
}

/**
 * For each document what the lint rules of the repository find in it, and not in the one that is known to be good, if
 * anything. They run once for all of them, because starting Spectral takes longer than linting.
 */
export function lintAll(good: Contract, documents: Contract[]): (string | undefined)[] {
  if (documents.length === 0) return [];
  const directory = mkdtempSync(join(tmpdir(), "partner-referrals-mutants-"));
  try {
    const files = [good, ...documents].map((document, index) => {
      const file = join(directory, `${index}.json`);
      writeFileSync(file, JSON.stringify(document));
      return file;
    });
    const findings = spectral(files);
    // The sources' evidence is left out, and what Spectral misses because of that is in all of them.
    const known = new Set(findings.filter(({ source }) => basename(source) === "0.json").map(identify));
    return files.slice(1).map((file) => {
      const found = findings.find(
        (one) => basename(one.source) === basename(file) && !known.has(identify(one)),
      );
      return found && `${found.code} at ${found.path.join("/")}: ${found.message}`;
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function spectral(files: string[]): Finding[] {
  const { stdout, stderr } = spawnSync(
    join(import.meta.dirname, "../node_modules/.bin/spectral"),
    [
      "lint",
      ...files,
      "--ruleset",
      join(import.meta.dirname, "../../../.spectral.yaml"),
      "--format",
      "json",
      "--quiet",
    ],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

function identify({ code, path, message }: Finding): string {
  return JSON.stringify([code, path, message]);
}
