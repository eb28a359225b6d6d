import { createReferralsClient, edit, listAll, where } from "@partner-referrals/client";
import type { ReferralCreate } from "@partner-referrals/types";

export function connect(baseUrl: string, token: string) {
  const referrals = createReferralsClient({ baseUrl, token });
  return {
    create: async (referral: ReferralCreate) => (await referrals.create(referral)).id,
    get: async (id: string) => (await referrals.get(id)).name,
    list: async (top: number) => (await referrals.list({ top })).value.map(({ name }) => name),
    rename: (id: string, name: string) =>
      edit(referrals, id, (deal) => {
        deal.name = name;
      }),
    listNew: () => listAll(referrals, { filter: where("status").eq("New") }),
  };
}
