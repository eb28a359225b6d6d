/** The changesets that wait for a release: Markdown files that name packages and the part of their version to raise. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Impact, impacts } from "@partner-referrals/spec/changes";
import { parse } from "yaml";

/** Where they are, in the repository. */
export const changesetFolder = ".changeset";

/**
 * The largest bump that waits for each package.
 *
 * @throws Error that names the file, when one cannot be read.
 */
export async function pendingBumps(root: string): Promise<ReadonlyMap<string, Impact>> {
  const pending = new Map<string, Impact>();
  for (const file of await readdir(join(root, changesetFolder))) {
    if (!file.endsWith(".md") || file === "README.md") continue;
    const path = join(changesetFolder, file);
    for (const [name, bump] of bumpsIn(await readFile(join(root, path), "utf8"), path)) {
      pending.set(name, largest(pending.get(name), bump));
    }
  }
  return pending;
}

function bumpsIn(text: string, path: string): [name: string, bump: Impact][] {
  const [, frontMatter] = /^---\r?\n(.*?)^---\s*$/ms.exec(text) ?? [];
  const bumps: unknown = parse(frontMatter ?? "");
  if (typeof bumps !== "object" || bumps === null) {
    throw new Error(`${path} does not begin with packages and their bumps between two lines of "---".`);
  }
  return Object.entries(bumps).map(([name, bump]) => {
    const impact = impacts.find((impact) => impact === bump);
    if (!impact) throw new Error(`${path} says "${bump}" for ${name}. It can be ${impacts.join(", ")}.`);
    return [name, impact];
  });
}

function largest(one: Impact | undefined, other: Impact): Impact {
  return one !== undefined && impacts.indexOf(one) > impacts.indexOf(other) ? one : other;
}

/** True when `bump` raises a version at least as much as `needed`. */
export function suffices(bump: Impact | undefined, needed: Impact): boolean {
  return bump !== undefined && impacts.indexOf(bump) >= impacts.indexOf(needed);
}

/** The text of a changeset. */
export function changesetText(names: readonly string[], bump: Impact, summary: string): string {
  return `---\n${names.map((name) => `"${name}": ${bump}\n`).join("")}---\n\n${summary}\n`;
}
