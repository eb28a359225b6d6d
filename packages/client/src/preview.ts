/**
 * The 2018 preview of the API. Move to `createReferralsClient`: statuses become status and substatus, `POST` on a referral
 * becomes `update`, and properties are written in camelCase.
 *
 * @deprecated
 * @module
 */
import type { PreviewReferral, PreviewReferralCreate, PreviewReferralUpdate } from "@partner-referrals/types";
import type { CallOptions, ReferralsClientOptions } from "./options.ts";
import { createTransport } from "./transport/transport.ts";

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
  const { call } = createTransport(options);
  const item = "/v1/referrals/{referralId}";
  return {
    create: (Referral, options) => call("POST", "/v2/referrals", { body: { Referral } }, options),
    get: (referralId, options) => call("GET", item, { path: { referralId } }, options),
    update: (referralId, body, options) => call("POST", item, { path: { referralId }, body }, options),
  };
}
