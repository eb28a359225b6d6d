import type { paths, ReferralCreate } from "@partner-referrals/types";
import createClient from "openapi-fetch";

export function connect(baseUrl: string, token: string) {
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  return {
    async create(body: ReferralCreate) {
      const { data, error } = await client.POST("/v1.0/engagements/referrals", { body });
      if (error) throw new Error(error.error.message);
      return data.id;
    },
    async get(referralId: string) {
      const { data, error } = await client.GET("/v1.0/engagements/referrals/{referralId}", {
        params: { path: { referralId } },
      });
      if (error) throw new Error(error.error.message);
      return data.name;
    },
    async list(top: number) {
      const { data, error } = await client.GET("/v1.0/engagements/referrals", {
        params: { query: { $top: top } },
      });
      if (error) throw new Error(error.error.message);
      return data.value.map(({ name }) => name);
    },
  };
}
