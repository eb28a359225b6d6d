import { NoUniverseError, type SharedUniverses } from "../shared/shared-universes.ts";
import { nameIn, noUniverse, type UniverseAccess } from "./universe-access.ts";

/** @param max how many universes there are at most */
export function accessShared(universes: SharedUniverses, max: number): UniverseAccess {
  return {
    lastSeen: (request) => universes.lastSeen(nameIn(request)),
    async begin(request, authenticate, task) {
      const name = nameIn(request);
      try {
        return await universes.run(name, task);
      } catch (error) {
        if (!(error instanceof NoUniverseError)) throw error;
      }
      authenticate();
      if (!(await universes.create(name))) throw noUniverse(max);
      return universes.run(name, task);
    },
    run: ({ name }, task) => universes.run(name, task),
    names: universes.names,
    remove: universes.remove,
    isShared: true,
  };
}
