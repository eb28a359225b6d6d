/** Fills a sandbox with referrals, through the controls that it has for tests. */
import type { SeedReferral } from "@partner-referrals/sandbox";
import type { ReferralCreate } from "@partner-referrals/types";
import { createReferral, headers } from "./requests.ts";

const batchSize = 500;
/** While the sandbox stores one batch, the next one is made. */
const batchesAtOnce = 2;
const secondMs = 1000;

/** One in five is both: the matches of the filter. */
export const sought = { status: "Active", country: "DE" } as const;
export const share = 0.2;

const open = { status: sought.status, substatus: "Accepted" } as const;
const closed = { status: "Closed", substatus: "Won" } as const;

/** Takes all referrals away and adds `count` new ones, each created a second after the one before. */
export async function refill(url: string, count: number): Promise<void> {
  await post(`${url}/_sandbox/reset`);
  const example: ReferralCreate = JSON.parse((await createReferral()).body);
  const start = Date.now() - count * secondMs;
  let next = 0;
  const send = async () => {
    while (next < count) {
      const first = next;
      next = Math.min(first + batchSize, count);
      const referrals = Array.from({ length: next - first }, (_, index) =>
        vary(example, first + index, start),
      );
      await post(`${url}/_sandbox/seed`, JSON.stringify({ referrals }));
    }
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, send));
}

/** Half of the referrals are open, two of five are in the country. */
function vary(example: ReferralCreate, number: number, start: number): SeedReferral {
  const state = number % 2 === 0 ? open : closed;
  const { customerProfile } = example;
  const country = number % 5 < 2 ? sought.country : "US";
  const createdDateTime = new Date(start + number * secondMs).toISOString();
  const address = { ...customerProfile.address, country };
  return { ...example, ...state, createdDateTime, customerProfile: { ...customerProfile, address } };
}

async function post(url: string, body?: string): Promise<void> {
  const response = await fetch(url, { method: "POST", headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text.slice(0, 500)}`);
}
