import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import * as evidence from "../../lint/redocly/evidence.ts";
import * as extensions from "../../lint/redocly/extensions.ts";

/** A rule of ours, with what its file says about it. */
export interface HouseRule {
  /** As the linter prints it. */
  name: string;
  linter: "redocly" | "spectral";
  file: string;
  reason?: string;
  /** The issue of the tool whose bug the rule guards against, or a text that says that there is none. */
  upstream?: string;
  breaking: object[];
}

const spec = join(import.meta.dirname, "../..");
const directory = join(spec, "lint/rules");

/** The files with rules for Spectral. */
export const spectralFiles = readdirSync(directory).map((file) => join(directory, file));

/** All of our rules. */
export const houseRules: HouseRule[] = [
  ...spectralFiles.map(readSpectralRule),
  { name: "house/evidence", linter: "redocly", file: "evidence.ts", ...evidence },
  { name: "house/extensions", linter: "redocly", file: "extensions.ts", ...extensions },
];

function readSpectralRule(file: string): HouseRule {
  const content = parse(readFileSync(file, "utf8"));
  const [name, ...others] = Object.keys(content.rules);
  if (name !== basename(file, ".yaml") || others.length > 0) {
    throw new Error(`${file} must have one rule, named like the file.`);
  }
  return {
    name,
    linter: "spectral",
    file: basename(file),
    reason: content["x-reason"],
    upstream: content["x-upstream"],
    breaking: content["x-breaking"] ?? [],
  };
}
