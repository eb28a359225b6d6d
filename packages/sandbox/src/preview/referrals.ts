import { inBody } from "../contract/violations.ts";
import type { Answer, Exchange, Handler } from "../exchange.ts";
import { violationFailure } from "../http/failure.ts";
import { isObject, type JsonObject, setMember } from "../json.ts";
import { makeChange } from "../referrals/change.ts";
import { bear, shared } from "../referrals/create.ts";
import { findReferral, parse } from "../referrals/find.ts";
import { keepProtected } from "../referrals/protected.ts";
import { refuseFinal } from "../referrals/state.ts";
import { checkWritable } from "../referrals/writable.ts";
import type { Row } from "../store/store.ts";
import { stateOf, translate, unwrap } from "./from-preview.ts";
import { toPreview } from "./to-preview.ts";

/** The operations of the 2018 preview, on the referrals of version 1.0. */
export const previewHandlers: Readonly<Record<string, Handler>> = {
  createPreviewReferral,
  getPreviewReferral: ({ universe, caller, ...exchange }) =>
    show(findReferral(universe, caller, idOf(exchange))),
  updatePreviewReferral,
};

function createPreviewReferral({ universe, caller, body }: Exchange): Answer {
  const { input, pointer } = unwrap(body);
  const { organization } = caller;
  const referral = {
    ...{ type: shared, consent: {}, customerProfile: {}, details: {} },
    ...translate(input, pointer),
  };
  requireFit(referral, pointer);
  const row = bear(universe, referral, {
    ...stateOf(input.Status ?? "Pending", pointer),
    ...{
      owner: organization,
      invitedBy: organization,
      direction: "Outgoing",
      engagementId: universe.ids.next(),
    },
    ...(input.ReferralSource !== undefined && { extra: { referralSource: input.ReferralSource } }),
  });
  return show(row);
}

function updatePreviewReferral(exchange: Exchange): Answer {
  const { universe, caller } = exchange;
  const id = idOf(exchange);
  const { input, pointer } = unwrap(exchange.body);
  if (input.Id !== undefined && input.Id.toLowerCase() !== id.toLowerCase())
    throw violationFailure([inBody(`${pointer}/Id`, "const", "must be the id in the path")]);
  const row = makeChange({ universe, caller, id }, (before) => {
    refuseFinal(before);
    const after: JsonObject = structuredClone({ ...before });
    for (const [name, value] of Object.entries(translate(input, pointer))) merge(after, name, value);
    const violations = keepProtected({ ...before }, after, { ignoreReadOnly: false });
    if (violations.length > 0) throw violationFailure(violations);
    requireFit(after, pointer);
    const state = input.Status === undefined ? {} : stateOf(input.Status, pointer);
    const source = input.ReferralSource === undefined ? {} : { referralSource: input.ReferralSource };
    return { ...after, ...state, ...source };
  });
  return show(row);
}

/** What was translated has to fit version 1.0, too. */
function requireFit(referral: object, pointer: string): void {
  const violations = checkWritable(referral);
  if (violations.length > 0)
    throw violationFailure(
      violations.map((violation) => ({ ...violation, pointer: pointer + violation.pointer })),
    );
}

/** Sets what was sent, and leaves the rest of an object as it is. */
function merge(target: JsonObject, name: string, value: unknown): void {
  const present = target[name];
  setMember(target, name, isObject(present) && isObject(value) ? { ...present, ...value } : value);
}

function idOf(exchange: Pick<Exchange, "parameters">): string {
  return String(exchange.parameters.referralId);
}

function show(row: Row): Answer {
  return { status: 200, body: JSON.stringify(toPreview(parse(row))) };
}
