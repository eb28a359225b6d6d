import { violationError } from "@partner-referrals/server/api-error";
import type { FastifyRequest } from "fastify";
import type { Universe } from "../universe.ts";
import { defaultUniverse, maxUniverses, type Universes, universeHeader } from "../universes.ts";

/** The universe of a request, created if it is new; undefined when the header does not name one that could be. */
export function findUniverse(universes: Universes, { headers }: FastifyRequest): Universe | undefined {
  const name = headers[universeHeader];
  return universes.resolve(typeof name === "string" ? name : defaultUniverse);
}

/**
 * The universe of a request, created if it is new.
 *
 * @throws an ApiError with 400 when the header does not name a universe that there is or could be.
 */
export function resolveUniverse(universes: Universes, request: FastifyRequest): Universe {
  const found = findUniverse(universes, request);
  if (found !== undefined) return found;
  const message = `must be 1 to 64 letters, digits, dots, hyphens and underscores; and there are at most ${maxUniverses} universes`;
  throw violationError([{ location: "header", name: universeHeader, code: "universe", message }]);
}
