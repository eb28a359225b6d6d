import {
  createReferral,
  getReferral,
  listReferrals,
  type ReferralCreate,
  type ReferralPatch,
  updateReferral,
} from "./generated/client.ts";
import { GetReferralResponse } from "./generated/zod.ts";
import { readInput, report } from "./round-trip.ts";

const input = readInput<ReferralCreate, ReferralPatch>();
// The client writes one base URL into every function; another host needs another fetch.
const send = globalThis.fetch;
globalThis.fetch = (url, init) => send(String(url).replace("https://referrals.invalid", input.baseUrl), init);
const authorization = { Authorization: `Bearer ${input.token}` };
let id = "";
let eTag = "";

await report({
  async create() {
    const response = await createReferral(input.create, { headers: authorization });
    if (response.status !== 201 && response.status !== 200) throw new Error(JSON.stringify(response));
    id = response.data.id;
    eTag = response.data.eTag ?? "";
    return { name: response.data.customerProfile.name };
  },
  async get() {
    const response = await getReferral(id, { headers: authorization });
    if (response.status !== 200) throw new Error(JSON.stringify(response));
    return { name: GetReferralResponse.parse(response.data).customerProfile.name };
  },
  async list() {
    const query = { $filter: input.filter, $top: input.top, $count: true };
    const response = await listReferrals(query, { headers: authorization });
    if (response.status !== 200) throw new Error(JSON.stringify(response));
    return { length: response.data.value.length, count: response.data["@odata.count"] };
  },
  async patch() {
    const headers = { ...authorization, "If-Match": eTag, Prefer: input.prefer };
    const response = await updateReferral(id, input.patch, { headers });
    if (response.status !== 200) throw new Error(JSON.stringify(response));
    return { value: response.data.details?.dealValue };
  },
  async patchWithoutBody() {
    const current = await getReferral(id, { headers: authorization });
    if (current.status !== 200) throw new Error(JSON.stringify(current));
    const headers = { ...authorization, "If-Match": current.data.eTag ?? "" };
    const { status } = await updateReferral(id, input.patch, { headers });
    if (status !== 204) throw new Error(String(status));
    return {};
  },
  async error() {
    const response = await getReferral(input.unknownId, { headers: authorization });
    if (response.status !== 404) throw new Error(String(response.status));
    return { status: response.status, code: response.data.error.code };
  },
});
