import type { Referral, ReferralPatch } from "@partner-referrals/types";
import { ReferralsUnknownOutcomeError } from "../errors.ts";
import { deepEqual, isJsonObject, type Json, toJson } from "./json.ts";
import { parsePointer } from "./json-pointer.ts";

/** A patch, with the referral that it was made from and the one that it makes of it. */
export interface SentChange {
  readonly before: Referral;
  readonly after: Referral;
  readonly patch: ReferralPatch;
}

/** What one place in the referral says about the patch. */
type Evidence = "executed" | "not executed" | undefined;

/**
 * Whether a change whose response was lost has been executed, judged by what is there now, with another ETag. All operations
 * of a patch are applied or none, so one place that can tell is enough.
 *
 * @throws ReferralsUnknownOutcomeError if someone else has changed the same properties, so that nothing can tell.
 */
export function wasExecuted({ before, after, patch }: SentChange, now: Referral): boolean {
  const [from, to, current] = [toJson(before), toJson(after), toJson(now)];
  const evidence = new Set(patch.map(({ path }) => evidenceAt(parsePointer(path), from, to, current)));
  const isExecuted = evidence.has("executed");
  // Where nothing differs but the ETag, the change may have been executed and reverted.
  const isSame = deepEqual(toJson(withoutRevision(before)), toJson(withoutRevision(now)));
  if (isExecuted !== evidence.has("not executed") && !isSame) return isExecuted;
  throw new ReferralsUnknownOutcomeError(patch, now);
}

/** What others can change. */
function withoutRevision({ eTag, updatedDateTime, ...rest }: Referral): object {
  return rest;
}

function evidenceAt(tokens: readonly string[], from?: Json, to?: Json, current?: Json): Evidence {
  // Positions in an array shift when others insert, so arrays are compared as a whole.
  if (Array.isArray(from) && Array.isArray(to)) return arrayEvidence(from, to, current);
  const [name, ...rest] = tokens;
  if (name !== undefined) {
    return evidenceAt(rest, memberOf(from, name), memberOf(to, name), memberOf(current, name));
  }
  if (deepEqual(from, current)) return "not executed";
  return includes(current, to) ? "executed" : undefined;
}

function arrayEvidence(from: Json[], to: Json[], current: Json | undefined): Evidence {
  if (deepEqual(from, current)) return "not executed";
  if (!Array.isArray(current)) return undefined;
  if (includes(current, to)) return "executed";
  // Someone else has changed the array too: what was inserted tells, unless they have removed something.
  const inserted = to.filter((item) => count(to, item) > count(from, item));
  if (inserted.length === 0) return undefined;
  const arrived = inserted.filter((item) => count(current, item) > count(from, item));
  if (arrived.length === inserted.length) return "executed";
  const isNothingGone = from.every((item) => count(current, item) >= count(from, item));
  return arrived.length === 0 && isNothingGone ? "not executed" : undefined;
}

function count(items: readonly Json[], wanted: Json): number {
  return items.filter((item) => includes(item, wanted)).length;
}

/** Whether a value is what was sent. The service adds properties, and writes times in its own way. */
function includes(value: Json | undefined, sent: Json | undefined): boolean {
  if (Array.isArray(sent)) {
    return (
      Array.isArray(value) &&
      value.length === sent.length &&
      sent.every((item, index) => includes(value[index], item))
    );
  }
  if (isJsonObject(sent)) {
    return (
      isJsonObject(value) && Object.keys(sent).every((name) => includes(memberOf(value, name), sent[name]))
    );
  }
  return deepEqual(value ?? null, sent ?? null) || isSameTime(value, sent);
}

function isSameTime(one: Json | undefined, other: Json | undefined): boolean {
  const time = /^\d{4}-\d\d-\d\dT/;
  return (
    [one, other].every((value) => time.test(String(value))) &&
    Date.parse(String(one)) === Date.parse(String(other))
  );
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
