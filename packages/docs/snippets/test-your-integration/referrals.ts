export { referrals } from "../getting-started/referrals.ts";
