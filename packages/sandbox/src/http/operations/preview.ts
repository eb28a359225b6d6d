import { createPreviewReferral, updatePreviewReferral } from "../../preview/referrals.ts";
import { toPreview } from "../../preview/to-preview.ts";
import { getOwnReferral } from "../../referrals/access.ts";
import { parseReferral, type ReferralRecord } from "../../store/store.ts";
import { type Handler, type HandlerResult, jsonResult, textParameter } from "../context.ts";
import { updateTarget } from "./referrals.ts";

/** The operations of the 2018 preview, on the referrals of version 1.0. */
export const previewHandlers: Readonly<Record<string, Handler>> = {
  createPreviewReferral: ({ universe, caller, body }) =>
    previewResult(createPreviewReferral(universe.referrals, caller.organization, body)),
  getPreviewReferral: (context) => {
    const id = textParameter(context, "referralId") ?? "";
    return previewResult(getOwnReferral(context.universe.referrals, context.caller, id));
  },
  updatePreviewReferral: (context) => {
    const { ifMatch: _, ...target } = updateTarget(context);
    return previewResult(updatePreviewReferral(target, context.body));
  },
};

function previewResult(record: ReferralRecord): HandlerResult {
  return jsonResult(toPreview(parseReferral(record)));
}
