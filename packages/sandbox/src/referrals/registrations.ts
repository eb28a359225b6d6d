import { isDeepStrictEqual } from "node:util";
import type {
  ReferralPatchOperation,
  Registration,
  registrationStatusValues,
} from "@partner-referrals/types";
import { propertiesOf, schemaNamed } from "../contract/schema-paths.ts";
import { schemaErrors } from "../contract/validator.ts";
import { inBody, toViolations, type Violation } from "../contract/violations.ts";
import { failure, violationFailure } from "../http/failure.ts";
import { isObject, type JsonObject, member, segmentsOf } from "../json.ts";
import type { Document } from "../store/store.ts";
import type { Universe } from "../universe.ts";
import { isIn, states } from "./state.ts";

const inReview: (typeof registrationStatusValues)[number] = "ReviewPending";
const settable = new Set(propertiesOf(schemaNamed("RegistrationCreate")).keys());

/** Whether an operation is about deal registrations. */
export function isAboutRegistrations({ path }: ReferralPatchOperation): boolean {
  return segmentsOf(path)[0] === "registrations";
}

/** Why an operation may not touch a registration like that: one is added as a whole, then its own properties change. */
export function refusalOfRegistration({ op, path }: ReferralPatchOperation): string | undefined {
  const [, item, property, ...rest] = segmentsOf(path);
  if (item === undefined) return "is set by the service only; add to /registrations/-";
  if (property === undefined)
    return op === "add" && item === "-" ? undefined : "can only be added to the end";
  if (!settable.has(property)) return "is set by the service only";
  return rest.length === 0 ? "can only be changed property by property" : undefined;
}

/** @throws a failure with 409 unless the deal is won. */
export function requireWon(document: Document): void {
  if (isIn(document, states.won)) return;
  throw failure(409, "notWon", {
    ...{ message: "Only a won deal can be registered.", target: "registrations" },
    reason: `The referral is ${document.status}, ${document.substatus}.`,
  });
}

/** Gives new registrations what the service sets, and checks that the others kept theirs. */
export function completeRegistrations(universe: Universe, before: Document, after: JsonObject): JsonObject {
  const old = before.registrations ?? [];
  const now = universe.clock.stamp();
  const registrations = (Array.isArray(after.registrations) ? after.registrations : []).map(
    (item: unknown, index) => {
      const known = old[index];
      if (known === undefined) return register(universe, item, now);
      const violations = [
        ...toViolations(schemaErrors("/components/schemas/Registration", item)),
        ...fixedIn(known, item),
      ].map(
        (violation): Violation => ({ ...violation, pointer: `/registrations/${index}${violation.pointer}` }),
      );
      if (violations.length > 0) throw violationFailure(violations);
      return item;
    },
  );
  return { ...after, registrations, registrationStatus: member(registrations.at(-1), "status") };
}

function register(universe: Universe, item: unknown, now: string): unknown {
  return {
    id: universe.ids.next(),
    ...(isObject(item)
      ? Object.fromEntries(Object.entries(item).filter(([name]) => settable.has(name)))
      : {}),
    ...{ registrationDateTime: now, status: inReview, statusReason: null },
    statusHistory: { reviewPendingDateTime: now },
  };
}

/** The contract's currency and the solutions' ids cannot be changed later. */
function fixedIn(before: Registration, after: unknown): Violation[] {
  const fixed = (registration: unknown): [string, unknown][] => {
    const solutions = member(registration, "solutionDetails");
    return [
      ["/contract/currency", member(member(registration, "contract"), "currency")],
      [
        "/solutionDetails",
        Array.isArray(solutions) ? solutions.map((solution) => member(solution, "id")) : [],
      ],
    ];
  };
  const now = new Map(fixed(after));
  return fixed(before)
    .filter(([pointer, value]) => !isDeepStrictEqual(value, now.get(pointer)))
    .map(([pointer]) => inBody(pointer, "fixed", "is fixed once the deal is registered"));
}
