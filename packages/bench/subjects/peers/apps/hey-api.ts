import { client } from "../../../generated/hey-api/client.gen.ts";
import { createReferral, getReferral, listReferrals } from "../../../generated/hey-api/sdk.gen.ts";
import type { ReferralCreate } from "../../../generated/hey-api/types.gen.ts";

export function connect(baseUrl: string, token: string) {
  client.setConfig({ baseUrl, auth: token, throwOnError: true });
  return {
    create: async (body: ReferralCreate) => (await createReferral({ body, throwOnError: true })).data.id,
    get: async (referralId: string) =>
      (await getReferral({ path: { referralId }, throwOnError: true })).data.name,
    list: async (top: number) =>
      (await listReferrals({ query: { $top: top }, throwOnError: true })).data.value.map(({ name }) => name),
  };
}
