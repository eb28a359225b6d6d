/**
 * The 2018 preview of the API. Move to `createReferralsClient`: statuses become status and substatus, `POST` on a referral
 * becomes `update`, and properties are written in camelCase.
 *
 * @deprecated
 * @module
 */
import type { PreviewReferral, PreviewReferralCreate, PreviewReferralUpdate } from "@partner-referrals/types";
import { createCaller } from "./caller.ts";
import { checkId } from "./input.ts";
import type { CallOptions, ReferralsClientOptions } from "./options.ts";

/**
 * The operations of the 2018 preview.
 *
 * @deprecated Use `createReferralsClient`.
 */
export interface PreviewClient {
  /** Creates a referral; it is sent wrapped in `Referral`. @deprecated Use `create` of the current client. */
  create(referral: PreviewReferralCreate, options?: CallOptions): Promise<PreviewReferral>;
  /** Returns one referral. @deprecated Use `get` of the current client. */
  get(id: string, options?: CallOptions): Promise<PreviewReferral>;
  /** Sets the status of a referral. @deprecated Use `update` of the current client. */
  update(id: string, change: PreviewReferralUpdate, options?: CallOptions): Promise<PreviewReferral>;
}

/**
 * Creates a client of the 2018 preview.
 *
 * @example
 * const preview = createPreviewClient({ token: () => getAccessToken() });
 * await preview.update(id, { Status: "Won" });
 * @deprecated Use `createReferralsClient`.
 */
export function createPreviewClient(options: ReferralsClientOptions): PreviewClient {
  const { call, raw } = createCaller(options);
  const item = "/v1/referrals/{referralId}";
  const pathOf = (id: string) => ({ path: { referralId: checkId(id) } });
  return {
    create: (Referral, options) =>
      call((init) => raw.POST("/v2/referrals", { ...init, body: { Referral } }), options, "id"),
    get: (id, options) => call((init) => raw.GET(item, { ...init, params: pathOf(id) }), options, "id"),
    update: (id, body, options) =>
      call((init) => raw.POST(item, { ...init, params: pathOf(id), body }), options, "id"),
  };
}
