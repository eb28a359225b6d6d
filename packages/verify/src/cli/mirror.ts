import type { Sandbox, SeedReferral } from "@partner-referrals/sandbox";
import { getIn, isObject, itemsIn, type JsonObject } from "@partner-referrals/spec/model";
import type { Referral } from "@partner-referrals/types";
import type { Exchange } from "../exchange.ts";

/** The organization whose referrals a sandbox holds. */
const owner = "verify";

/** The token of the mirrored organization. */
export const mirrorToken: string = `${owner}:admin`;

/**
 * Gives a sandbox the referrals that a service had before the scenario began, as far as it showed them: what depends on data
 * can be compared only where there is the same.
 *
 * @returns how many the sandbox did not take, because they violate the contract
 */
export function mirrorReferrals({ control }: Sandbox, exchanges: readonly Exchange[]): number {
  let rejected = 0;
  for (const referral of existingReferrals(exchanges)) {
    try {
      // A cast: the sandbox checks what it is given.
      const seeded = { organizationName: owner, ...referral } as unknown as SeedReferral;
      const { organizationId } = seeded;
      const organizations = organizationId === undefined ? [] : [{ id: organizationId, name: owner }];
      control.seed({ organizations, referrals: [seeded] });
    } catch {
      rejected += 1;
    }
  }
  return rejected;
}

/** Whole referrals in the responses, without those that the scenario created. */
function existingReferrals(exchanges: readonly Exchange[]): JsonObject[] {
  const created = new Set<unknown>();
  const found = new Map<unknown, JsonObject>();
  for (const { request, response } of exchanges) {
    const body = response.body?.json;
    if (response.status >= 300 || !isObject(body)) continue;
    if (request.method === "POST") created.add(body.id);
    const list = getIn(body, "value");
    for (const one of list === undefined ? [body] : itemsIn(list))
      if (isObject(one) && isWhole(one)) found.set(one.id, { ...found.get(one.id), ...one });
  }
  return [...found.values()].filter(({ id }) => !created.has(id));
}

const wholeReferral = [
  "id",
  "eTag",
  "engagementId",
  "details",
  "customerProfile",
] satisfies (keyof Referral)[];

/** Whether `$select` left nothing out that every referral of version 1.0 has. */
function isWhole(referral: JsonObject): boolean {
  return wholeReferral.every((name) => name in referral);
}
