import { violationError } from "@partner-referrals/server/api-error";
import type { FastifyRequest } from "fastify";
import type { Task } from "../shared/task.ts";
import type { Universe } from "../universe.ts";
import { defaultUniverse, type Universes, universeHeader } from "../universes.ts";

/** How requests get at their universes: at once where those are in this process, with promises where in a database. */
export interface UniverseAccess {
  /** The universe to record a request in that is rejected before it needs one; never created for it. */
  lastSeen(request: FastifyRequest): Universe;
  /**
   * Runs a task on the universe of a request, which is created if it is new.
   *
   * @param authenticate throws an error for callers who may not create one
   * @throws an ApiError with 400 when the header does not name a universe that there could be
   */
  begin<Result>(
    request: FastifyRequest,
    authenticate: () => unknown,
    task: Task<Result>,
  ): Result | Promise<Result>;
  /** Runs another task on a universe. */
  run<Result>(universe: Universe, task: Task<Result>): Result | Promise<Result>;
  names(): readonly string[] | Promise<readonly string[]>;
  /** Removes a universe. Returns false for the default one, and when there is none. */
  remove(name: string): boolean | Promise<boolean>;
  /** Whether they are in a database, and reading one waits for it. */
  readonly isShared: boolean;
}

/** @param max how many universes there are at most */
export function accessLocally(universes: Universes, max: number): UniverseAccess {
  const find = (request: FastifyRequest) => universes.find(nameIn(request));
  return {
    lastSeen: (request) => find(request) ?? universes.default,
    begin(request, authenticate, { run }) {
      const name = nameIn(request);
      if (universes.canCreate(name)) authenticate();
      const universe = universes.resolve(name);
      if (universe === undefined) throw noUniverse(max);
      return run(universe);
    },
    run: (universe, { run }) => run(universe),
    names: universes.names,
    remove: universes.remove,
    isShared: false,
  };
}

/** The error for a universe that cannot be created. */
export function noUniverse(max: number): Error {
  const message = `must be 1 to 64 letters, digits, dots, hyphens and underscores; and there are at most ${max} universes`;
  return violationError([{ location: "header", name: universeHeader, code: "universe", message }]);
}

/** The name of a request's universe. */
export function nameIn({ headers }: FastifyRequest): string {
  const name = headers[universeHeader];
  return typeof name === "string" ? name : defaultUniverse;
}
