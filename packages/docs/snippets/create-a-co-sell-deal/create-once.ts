import { createOnce, type IdentifiedReferral } from "@partner-referrals/client";
import { createFileLedger } from "@partner-referrals/client/file-ledger";
import type { Referral } from "@partner-referrals/types";
import { referrals } from "./referrals.ts";

const ledger = createFileLedger(process.env.LEDGER ?? "creations");

/** Creates a deal, unless an earlier call that seemed to fail has created it. */
export function create(deal: IdentifiedReferral): Promise<Referral> {
  return createOnce(referrals, deal, { ledger });
}
