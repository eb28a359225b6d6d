import {
  configure,
  createReferral,
  getReferral,
  listReferrals,
  type ReferralCreate,
} from "../../../generated/redocly/client.ts";

export function connect(baseUrl: string, token: string) {
  configure({ serverUrl: baseUrl, auth: { bearer: token } });
  return {
    create: async (body: ReferralCreate) => (await createReferral({ body })).id,
    get: async (referralId: string) => (await getReferral({ path: { referralId } })).name,
    list: async (top: number) =>
      (await listReferrals({ query: { $top: top } })).value.map(({ name }) => name),
  };
}
