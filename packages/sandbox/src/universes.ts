import type { Universe } from "./universe.ts";

/** The header that names the universe of a request. */
export const universeHeader = "sandbox-universe";

/** The universe of requests that name none. Only it is stored in a file. */
export const defaultUniverse = "default";

/** All universes of a sandbox. */
export interface Universes {
  readonly default: Universe;
  /** Undefined when there is none of this name. */
  find(name: string): Universe | undefined;
  /** Whether there is none of this name, and could be. */
  canCreate(name: string): boolean;
  /** Creates the universe if it is new; undefined when the name is not valid or there are too many. */
  resolve(name: string): Universe | undefined;
  /** Like {@link Universes.resolve}, for a universe that stays until it is removed or the sandbox is closed. */
  hold(name: string): Universe | undefined;
  /** Removes a universe. The default one cannot be removed. */
  remove(name: string): boolean;
  names(): string[];
  close(): void;
}

const namePattern = /^[\w.-]{1,64}$/;
export const maxUniverses = 1000;
/** A universe that no request was for in this time is removed when another one is created. */
const defaultIdleMs = 3_600_000;

/** Whether a universe may have this name. */
export function isUniverseName(name: string): boolean {
  return namePattern.test(name);
}

interface Entry {
  readonly universe: Universe;
  isHeld: boolean;
  /** In milliseconds, by a clock that nobody sets. */
  usedAt: number;
}

export function createUniverses(
  create: (name: string) => Universe,
  {
    idleMs = defaultIdleMs,
    max = maxUniverses,
  }: { readonly idleMs?: number | undefined; readonly max?: number | undefined } = {},
): Universes {
  const initial: Entry = { universe: create(defaultUniverse), isHeld: true, usedAt: 0 };
  const entries = new Map([[defaultUniverse, initial]]);
  const use = (name: string): Entry | undefined => {
    const entry = entries.get(name);
    if (entry !== undefined && entry !== initial) entry.usedAt = performance.now();
    return entry;
  };
  const remove = (name: string): boolean => {
    const entry = entries.get(name);
    if (entry === undefined || entry === initial) return false;
    entries.delete(name);
    entry.universe.close();
    return true;
  };
  const removeIdle = (): void => {
    const idleSince = performance.now() - idleMs;
    for (const [name, { isHeld, usedAt }] of entries) if (!isHeld && usedAt < idleSince) remove(name);
  };
  const canCreate = (name: string): boolean => {
    if (entries.has(name) || !isUniverseName(name)) return false;
    removeIdle();
    return entries.size < max;
  };
  const resolve = (name: string): Entry | undefined => {
    const known = use(name);
    if (known !== undefined || !canCreate(name)) return known;
    const entry: Entry = { universe: create(name), isHeld: false, usedAt: performance.now() };
    entries.set(name, entry);
    return entry;
  };
  return {
    default: initial.universe,
    find: (name) => use(name)?.universe,
    canCreate,
    resolve: (name) => resolve(name)?.universe,
    hold(name) {
      const entry = resolve(name);
      if (entry !== undefined) entry.isHeld = true;
      return entry?.universe;
    },
    remove,
    names: () => [...entries.keys()],
    close() {
      for (const { universe } of entries.values()) universe.close();
      entries.clear();
    },
  };
}
