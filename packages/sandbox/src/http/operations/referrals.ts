import { violationError } from "@partner-referrals/server/api-error";
import type { ReferralCreate, ReferralPatch, ReferralReplace } from "@partner-referrals/types";
import { getOwnReferral } from "../../referrals/access.ts";
import { createReferral } from "../../referrals/create.ts";
import { type ListRequest, listReferrals, readSkipToken } from "../../referrals/list.ts";
import { serializePage, serializeReferral } from "../../referrals/serialize.ts";
import { patchReferral, replaceReferral, type UpdateTarget } from "../../referrals/update.ts";
import type { ReferralRecord } from "../../store/store.ts";
import {
  type Handler,
  type HandlerResult,
  numberParameter,
  type OperationContext,
  textParameter,
} from "../context.ts";

/** The operations of version 1.0, by the ids of the contract. Casts: bodies have been validated against it. */
export const referralHandlers: Readonly<Record<string, Handler>> = {
  listReferrals: (context) => {
    const { universe, caller, operation, baseUrl } = context;
    const toNextLink = (skipToken: string) => `${baseUrl}${operation.path}?$skiptoken=${skipToken}`;
    const page = listReferrals(universe.referrals, caller, readListRequest(context), toNextLink);
    return { status: 200, body: serializePage(page, baseUrl) };
  },
  createReferral: (context) => {
    const { referrals, organizations } = context.universe;
    const { organization } = context.caller;
    const body = context.body as ReferralCreate;
    return referralResult(context, createReferral(referrals, organizations, organization, body));
  },
  getReferral: (context) => {
    const { referrals } = context.universe;
    const id = textParameter(context, "referralId") ?? "";
    return referralResult(context, getOwnReferral(referrals, context.caller, id), { cache: true });
  },
  replaceReferral: (context) =>
    referralResult(context, replaceReferral(updateTarget(context), context.body as ReferralReplace)),
  updateReferral: (context) => {
    const record = patchReferral(updateTarget(context), context.body as ReferralPatch);
    const preferences = (textParameter(context, "Prefer") ?? "")
      .split(",")
      .map((preference) => preference.trim().toLowerCase());
    return preferences.includes("return=representation") ? referralResult(context, record) : { status: 204 };
  },
};

/** The target of an operation whose path has the id of a referral. */
export function updateTarget(context: OperationContext): UpdateTarget {
  return {
    referrals: context.universe.referrals,
    caller: context.caller,
    id: textParameter(context, "referralId") ?? "",
    ifMatch: textParameter(context, "If-Match"),
  };
}

function referralResult(
  { baseUrl }: OperationContext,
  record: ReferralRecord,
  options: { readonly cache: boolean } = { cache: false },
): HandlerResult {
  return { status: 200, body: serializeReferral(record, baseUrl, options), headers: { etag: record.eTag } };
}

/** The options of a list, from the query or from the skip token in it. */
function readListRequest(context: OperationContext): ListRequest {
  const token = textParameter(context, "$skiptoken");
  const request: ListRequest = {
    filter: textParameter(context, "$filter"),
    orderBy: textParameter(context, "$orderby"),
    select: textParameter(context, "$select"),
    skip: numberParameter(context, "$skip"),
    remaining: numberParameter(context, "$top"),
    count: context.parameters.$count === true ? true : undefined,
  };
  if (token === undefined) return request;
  if (Object.values(request).some((option) => option !== undefined)) {
    const message = "stands alone: request the next link as it is";
    throw violationError([{ location: "query", name: "$skiptoken", code: "conflict", message }]);
  }
  return readSkipToken(token);
}
