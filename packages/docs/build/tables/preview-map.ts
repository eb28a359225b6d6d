/** Finds what became of a property of the 2018 preview in version 1.0. */
import { propertyPaths } from "./property-paths.ts";
import { type Contract, covering } from "./read.ts";

/** What became of a property. Without `now` it is gone, and `note` says why. */
export interface Fate {
  readonly was: string;
  readonly now?: string;
  readonly note?: string;
}

/** What is written by hand about properties that did not just change their case. */
export type Changes = Readonly<Record<string, Omit<Fate, "was">>>;

/**
 * Maps each property of a preview schema to version 1.0: by hand where `changes` says so, otherwise by its name. What
 * is below a property that moved is looked for where it moved to; what is below one that is gone, is gone too. A schema
 * that both versions share is one property.
 *
 * @throws Error when a property is neither in version 1.0 nor in `changes`, or `changes` names what does not exist.
 */
export function previewFates(
  contract: Contract,
  { preview, current, changes }: { preview: string; current: string; changes: Changes },
): Fate[] {
  const now = new Set(propertyPaths(contract, current));
  const was = propertyPaths(contract, preview, (name) => !name.startsWith("Preview"));
  const parentOf = (path: string) =>
    Object.keys(changes)
      .filter((parent) => path.startsWith(`${parent}.`) || path.startsWith(`${parent}[]`))
      .sort((a, b) => b.length - a.length)[0];

  const found = was.flatMap((path): Fate[] => {
    const own = changes[path];
    if (own) return [{ was: path, ...own }];
    const parent = parentOf(path);
    if (parent === undefined) return [{ was: path, now: camelCase(path) }];
    const moved = changes[parent]?.now;
    if (moved === undefined) return [];
    const rest = path.slice(parent.length).replace(/^\[\]/, "");
    return [{ was: path, now: camelCase(`${moved}[]${rest}`) }];
  });
  const lost = found.filter((fate) => fate.now !== undefined && !now.has(fate.now));
  covering([...lost.map((fate) => fate.was), ...was.filter((path) => Object.hasOwn(changes, path))], changes);
  if (lost[0])
    throw new Error(`${lost[0].was} is said to be ${lost[0].now}, which ${current} does not have.`);
  // A property that takes one object or an array of them was walked twice.
  return found.filter(
    ({ was }) => !was.includes("[]") || !found.some((other) => other.was === was.replace("[]", "")),
  );
}

function camelCase(path: string): string {
  return path.replaceAll(/(?<![A-Za-z])[A-Z]/g, (letter) => letter.toLowerCase());
}
