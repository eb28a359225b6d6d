import {
  createReferral,
  getReferral,
  listReferrals,
  type ReferralCreate,
} from "../../../generated/orval/client.ts";
import { server } from "../orval-server.ts";

export function connect(baseUrl: string, token: string) {
  server.url = baseUrl;
  const options = { headers: { authorization: `Bearer ${token}` } };
  return {
    async create(referral: ReferralCreate) {
      const result = await createReferral(referral, options);
      if (result.status !== 200 && result.status !== 201) throw new Error(result.data.error.message);
      return result.data.id;
    },
    async get(id: string) {
      const result = await getReferral(id, options);
      if (result.status !== 200) throw new Error(result.data.error.message);
      return result.data.name;
    },
    async list(top: number) {
      const result = await listReferrals({ $top: top }, options);
      if (result.status !== 200) throw new Error(result.data.error.message);
      return result.data.value.map(({ name }) => name);
    },
  };
}
