import { contract, isObject, joinPointer, parsePointer, setOwn, walk } from "@partner-referrals/spec/model";

/** How many items after the first invalid one are looked at, and how many of an array without one. */
const maxItems = 100;
/** How many values of truncated arrays are looked at altogether. */
const maxValues = 2000;

/** How many members that the contract does not declare are looked at in an object. */
const maxUndeclared = 200;

/** The names of all properties that the contract declares anywhere. */
let declaredNames: ReadonlySet<string> | undefined;

/** A copy of a value with shorter arrays and fewer unknown members. */
export interface TruncatedCopy {
  readonly copy: unknown;
  /** Pointers to the arrays that are shorter than in the value. */
  readonly truncated: ReadonlySet<string>;
}

/**
 * Copies a value with its long arrays cut, and without most unknown members of large objects. Indexes stay as they are, so
 * that pointers into the copy hold for the value too.
 *
 * @param pointers places that have to be in the copy
 */
export function truncate(value: unknown, pointers: readonly string[]): TruncatedCopy {
  const needed = neededLengths(pointers);
  const truncated = new Set<string>();
  let values = 0;
  const copyValue = (inner: unknown, pointer: string): unknown => {
    values++;
    if (Array.isArray(inner)) return copyArray(inner, pointer);
    if (!isObject(inner)) return inner;
    const copy = {};
    let undeclared = 0;
    for (const [name, item] of Object.entries(inner)) {
      if (!isDeclared(name) && ++undeclared > maxUndeclared) continue;
      setOwn(copy, name, typeof item === "object" ? copyValue(item, joinPointer(pointer, name)) : item);
    }
    return copy;
  };
  const copyArray = (items: readonly unknown[], pointer: string): unknown[] => {
    const length = needed.get(pointer) ?? 0;
    const copy: unknown[] = [];
    for (const [index, item] of items.entries()) {
      const isSpent = index >= length + maxItems || values > maxValues;
      if (index >= Math.max(length, 1) && isSpent) {
        truncated.add(pointer);
        break;
      }
      copy.push(copyValue(item, `${pointer}/${index}`));
    }
    return copy;
  };
  return { copy: copyValue(value, ""), truncated };
}

function isDeclared(name: string): boolean {
  declaredNames ??= listDeclaredNames();
  return declaredNames.has(name);
}

function listDeclaredNames(): Set<string> {
  const names = new Set<string>();
  walk(contract, ({ properties }) => {
    if (isObject(properties)) for (const name of Object.keys(properties)) names.add(name);
  });
  return names;
}

/** How long the arrays on the way to these places have to be. */
function neededLengths(pointers: readonly string[]): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const pointer of pointers) {
    const tokens = parsePointer(pointer);
    for (const [depth, token] of tokens.entries()) {
      if (!/^\d+$/.test(token)) continue;
      const array = joinPointer("", ...tokens.slice(0, depth));
      lengths.set(array, Math.max(lengths.get(array) ?? 0, Number(token) + 1));
    }
  }
  return lengths;
}
