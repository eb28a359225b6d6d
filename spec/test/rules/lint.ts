import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const spec = join(import.meta.dirname, "../..");

/** For each document, the names of the rules that it breaks. */
type Problems = Map<string, string[]>;

/** Runs Spectral once over documents that stand in `directory` under their name, with the rules of `files` only. */
export function lintWithSpectral(directory: string, names: string[], files: string[]): Problems {
  const ruleset = join(directory, "ruleset.yaml");
  writeFileSync(ruleset, JSON.stringify({ extends: files }));
  const documents = names.map((name) => join(directory, `${name}.json`));
  const stdout = run("spectral", ["lint", ...documents, "--ruleset", ruleset, "--format", "json", "--quiet"]);
  const results: { code: string; source: string }[] = JSON.parse(stdout);
  return byDocument(
    names,
    results.map(({ code, source }) => [basename(source, ".json"), code]),
  );
}

/** Runs Redocly once over documents that stand in `directory` under their name, with our own rules only. */
export function lintWithRedocly(directory: string, names: string[]): Problems {
  const config = join(directory, "redocly.yaml");
  const plugins = [join(spec, "lint/redocly/plugin.ts")];
  writeFileSync(
    config,
    JSON.stringify({
      telemetry: "off",
      plugins,
      rules: { "house/evidence": "error", "house/extensions": "error" },
    }),
  );
  const documents = names.map((name) => join(directory, `${name}.json`));
  const stdout = run("redocly", ["lint", ...documents, "--config", config, "--format", "json"]);
  // One JSON object after the other, a document each.
  const results: { problems: { ruleId: string; location: { source: { ref: string } }[] }[] }[] = JSON.parse(
    `[${stdout.replaceAll("\n}{", "\n},{")}]`,
  );
  return byDocument(
    names,
    results.flatMap(({ problems }) =>
      problems.map(({ ruleId, location }): [string, string] => [
        basename(location[0]?.source.ref ?? "", ".json"),
        ruleId,
      ]),
    ),
  );
}

function run(command: string, options: string[]): string {
  const { stdout, stderr } = spawnSync(join(spec, "node_modules/.bin", command), options, {
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off" },
  });
  assert.notEqual(stdout, "", stderr);
  return stdout;
}

function byDocument(names: string[], found: [string, string][]): Problems {
  return new Map(
    names.map((name) => [name, found.filter(([document]) => document === name).map(([, rule]) => rule)]),
  );
}
