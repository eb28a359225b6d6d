import type { Universe } from "./universe.ts";

/** The header that names the universe of a request. */
export const universeHeader = "sandbox-universe";

/** The universe of requests that name none. Only it is kept in a file. */
export const defaultUniverse = "default";

/** All universes of a sandbox. */
export interface Universes {
  readonly default: Universe;
  /** Creates the universe if it is new; undefined when the name is not valid or there are too many. */
  resolve(name: string): Universe | undefined;
  /** Removes a universe. The default one cannot be removed. */
  remove(name: string): boolean;
  names(): string[];
  close(): void;
}

const namePattern = /^[\w.-]{1,64}$/;
export const maxUniverses = 1000;

export function createUniverses(create: (name: string) => Universe): Universes {
  const initial = create(defaultUniverse);
  const universes = new Map([[defaultUniverse, initial]]);
  return {
    default: initial,
    resolve(name) {
      const known = universes.get(name);
      if (known !== undefined) return known;
      if (!namePattern.test(name) || universes.size >= maxUniverses) return undefined;
      const universe = create(name);
      universes.set(name, universe);
      return universe;
    },
    remove(name) {
      const universe = universes.get(name);
      if (universe === undefined || universe === initial) return false;
      universes.delete(name);
      universe.close();
      return true;
    },
    names: () => [...universes.keys()],
    close() {
      for (const universe of universes.values()) universe.close();
      universes.clear();
    },
  };
}
