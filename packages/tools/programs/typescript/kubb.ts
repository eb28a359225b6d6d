import { setConfig } from "./generated/.kubb/fetch.ts";
import { createReferral, getReferral, listReferrals, updateReferral } from "./generated/clients/index.ts";
import type { ReferralCreate, ReferralPatch } from "./generated/types/index.ts";
import { referralSchema } from "./generated/zod/index.ts";
import { readInput, report } from "./round-trip.ts";

const input = readInput<ReferralCreate, ReferralPatch>();
setConfig({
  baseURL: input.baseUrl,
  headers: { Authorization: `Bearer ${input.token}`, "Content-Type": "application/json" },
});
let id = "";
let eTag = "";

await report({
  async create() {
    const { data } = await createReferral(input.create);
    id = data.id;
    eTag = data.eTag ?? "";
    return { name: referralSchema.parse(data).customerProfile.name };
  },
  async get() {
    const { data } = await getReferral(id);
    return { name: data.customerProfile.name };
  },
  async list() {
    const { data } = await listReferrals({ $filter: input.filter, $top: input.top, $count: true });
    return { length: data.value.length, count: data["@odata.count"] };
  },
  async patch() {
    const { data } = await updateReferral(id, input.patch, { "If-Match": eTag, Prefer: input.prefer });
    return { value: (data as { details?: { dealValue?: number } }).details?.dealValue };
  },
  async patchWithoutBody() {
    const { data } = await getReferral(id);
    const { status } = await updateReferral(id, input.patch, { "If-Match": data.eTag ?? "" });
    if (status !== 204) throw new Error(String(status));
    return {};
  },
  async error() {
    // An error is returned like a result, with the type of a result.
    const { status, data } = await getReferral(input.unknownId);
    return { status, code: (data as { error?: { code?: string } }).error?.code };
  },
});
