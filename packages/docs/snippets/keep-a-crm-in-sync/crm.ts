import type { Referral } from "@partner-referrals/types";

/** What the CRM keeps of a referral. A Map stands for the CRM here. */
export interface Deal {
  readonly name: string;
  readonly status: string;
  readonly value: number;
  /** The version that the CRM has seen. */
  readonly eTag: string;
}

export const crm = new Map<string, Deal>();

type Synced = Pick<Referral, "id" | "name" | "status" | "details" | "eTag">;

/** Takes a referral over, unless the CRM has this version already. */
export function save({ id, name, status, details, eTag }: Synced): boolean {
  if (crm.get(id)?.eTag === eTag) return false;
  crm.set(id, { name: name ?? "", status, value: details.dealValue ?? 0, eTag });
  return true;
}
