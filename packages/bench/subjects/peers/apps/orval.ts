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
      const answer = await createReferral(referral, options);
      if (answer.status !== 200 && answer.status !== 201) throw new Error(answer.data.error.message);
      return answer.data.id;
    },
    async get(id: string) {
      const answer = await getReferral(id, options);
      if (answer.status !== 200) throw new Error(answer.data.error.message);
      return answer.data.name;
    },
    async list(top: number) {
      const answer = await listReferrals({ $top: top }, options);
      if (answer.status !== 200) throw new Error(answer.data.error.message);
      return answer.data.value.map(({ name }) => name);
    },
  };
}
