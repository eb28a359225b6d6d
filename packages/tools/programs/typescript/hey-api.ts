import { client } from "./generated/client.gen.ts";
import { createReferral, getReferral, listReferrals, updateReferral } from "./generated/sdk.gen.ts";
import type { ReferralCreate, ReferralPatch } from "./generated/types.gen.ts";
import { zReferral, zReferralPage } from "./generated/zod.gen.ts";
import { readInput, report } from "./round-trip.ts";

const input = readInput<ReferralCreate, ReferralPatch>();
client.setConfig({ baseUrl: input.baseUrl, auth: input.token });
let id = "";
let eTag = "";

await report({
  async create() {
    const { data } = await createReferral({ body: input.create, throwOnError: true });
    id = data.id;
    eTag = data.eTag ?? "";
    return { name: zReferral.parse(data).customerProfile.name };
  },
  async get() {
    const { data } = await getReferral({ path: { referralId: id }, throwOnError: true });
    return { name: data.customerProfile.name };
  },
  async list() {
    const query = { $filter: input.filter, $top: input.top, $count: true };
    const { data } = await listReferrals({ query, throwOnError: true });
    const page = zReferralPage.parse(data);
    return { length: page.value.length, count: Number(page["@odata.count"]) };
  },
  async patch() {
    const headers = { "If-Match": eTag, Prefer: input.prefer };
    const { data } = await updateReferral({
      path: { referralId: id },
      headers,
      body: input.patch,
      throwOnError: true,
    });
    return { value: data?.details?.dealValue };
  },
  async patchWithoutBody() {
    const { data } = await getReferral({ path: { referralId: id }, throwOnError: true });
    const headers = { "If-Match": data.eTag ?? "" };
    await updateReferral({ path: { referralId: id }, headers, body: input.patch, throwOnError: true });
    return {};
  },
  async error() {
    const { error, response } = await getReferral({ path: { referralId: input.unknownId } });
    return { status: response?.status, code: error?.error.code };
  },
});
