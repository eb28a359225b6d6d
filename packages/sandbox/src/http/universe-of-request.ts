import { violationError } from "@partner-referrals/server/api-error";
import type { FastifyRequest } from "fastify";
import type { Universe } from "../universe.ts";
import { defaultUniverse, maxUniverses, type Universes, universeHeader } from "../universes.ts";

/** The universe of a request; undefined when there is none of the name in the header. */
export function findUniverse(universes: Universes, request: FastifyRequest): Universe | undefined {
  return universes.find(nameIn(request));
}

/**
 * The universe of a request, created if it is new.
 *
 * @param authenticate throws an error for callers who may not create one
 * @throws an ApiError with 400 when the header does not name a universe that there could be.
 */
export function createUniverseFor(
  universes: Universes,
  request: FastifyRequest,
  authenticate: () => unknown = () => {},
): Universe {
  const name = nameIn(request);
  if (universes.canCreate(name)) authenticate();
  const universe = universes.resolve(name);
  if (universe !== undefined) return universe;
  const message = `must be 1 to 64 letters, digits, dots, hyphens and underscores; and there are at most ${maxUniverses} universes`;
  throw violationError([{ location: "header", name: universeHeader, code: "universe", message }]);
}

function nameIn({ headers }: FastifyRequest): string {
  const name = headers[universeHeader];
  return typeof name === "string" ? name : defaultUniverse;
}
