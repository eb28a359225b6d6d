/** What takes the place of a value, besides nothing at all. */
const replacements = [null, true, 7, -1.5, "", "x", [], {}, [{}]];

/** A copy of a value with one thing changed, and what that is. */
export interface Mutant {
  change: string;
  value: unknown;
}

/**
 * Every copy of a JSON value in which one member or item is left out or replaced, or one object has an unknown member more.
 * Some of these fit the schema, others do not; judging both is the point.
 */
export function* mutants(value: unknown): Generator<Mutant> {
  for (const replacement of replacements) {
    yield { change: `root = ${JSON.stringify(replacement)}`, value: replacement };
  }
  for (const path of pathsIn(value)) {
    const at = `/${path.join("/")}`;
    yield { change: `${at} left out`, value: changed(value, path, (parent, key) => remove(parent, key)) };
    for (const replacement of replacements) {
      const set = (parent: Record<string, unknown>, key: string) => {
        parent[key] = replacement;
      };
      yield { change: `${at} = ${JSON.stringify(replacement)}`, value: changed(value, path, set) };
    }
  }
  for (const path of [[], ...pathsIn(value)]) {
    const copy = structuredClone(value);
    const node = nodeAt(copy, path);
    if (!isObject(node) || Array.isArray(node)) continue;
    node.unknownMember = "x";
    yield { change: `/${path.join("/")} with an unknown member`, value: copy };
  }
}

function* pathsIn(value: unknown, path: string[] = []): Generator<string[]> {
  if (path.length > 0) yield path;
  if (!isObject(value)) return;
  for (const [key, child] of Object.entries(value)) yield* pathsIn(child, [...path, key]);
}

function changed(
  value: unknown,
  path: string[],
  change: (parent: Record<string, unknown>, key: string) => void,
): unknown {
  const copy = structuredClone(value);
  const parent = nodeAt(copy, path.slice(0, -1));
  if (isObject(parent)) change(parent, path.at(-1) ?? "");
  return copy;
}

function nodeAt(value: unknown, path: string[]): unknown {
  return path.reduce((node, key) => (isObject(node) ? node[key] : undefined), value);
}

function remove(parent: Record<string, unknown>, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
