/** The app with no client at all: paths by hand, types on trust. */
import type { Referral, ReferralCreate, ReferralPage } from "@partner-referrals/types";

export function connect(baseUrl: string, token: string) {
  const url = `${baseUrl}/v1.0/engagements/referrals`;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const send = async <Answer>(target: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(target, { headers, ...init });
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  };
  return {
    create: async (referral: ReferralCreate) =>
      (await send<Referral>(url, { method: "POST", body: JSON.stringify(referral) })).id,
    get: async (id: string) => (await send<Referral>(`${url}/${id}`)).name,
    list: async (top: number) =>
      (await send<ReferralPage>(`${url}?$top=${top}`)).value.map(({ name }) => name),
  };
}
