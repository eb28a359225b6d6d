import { failure } from "../http/failure.ts";
import type { Document } from "../store/store.ts";
import type { Universe } from "../universe.ts";

/** A new ETag, in the form that the service's have. No two of a universe are the same. */
export function newETag(universe: Universe): string {
  const revision = universe.nextRevision();
  const seconds = Math.floor(universe.clock.now() / 1000);
  return `"${hex(revision)}-0000-0700-0000-${hex(seconds)}0000"`;
}

function hex(value: number): string {
  return (value % 2 ** 32).toString(16).padStart(8, "0");
}

/** @throws a failure with 412 unless the referral has the ETag that a change is meant for. */
export function checkPrecondition({ eTag }: Document, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === "*" || ifMatch === eTag) return;
  throw failure(412, "resourceModified", { reason: "The current ETag is a different one." });
}
