/** What the contract states as a fact and the sandbox acts on. */

const dayMs = 86_400_000;

/** How long the receiver of a referral has to respond, in milliseconds. */
export const expiresAfterMs: number = 14 * dayMs;
/** How many tests of a registration an organization may start in `testPeriodMs`. */
export const maxTests: number = 2;
export const testPeriodMs: number = 60_000;
/** How long the outcome of such a test can be read, in milliseconds. */
export const testRetentionMs: number = 7 * dayMs;
/** How often delivering an event is tried. */
export const maxDeliveryAttempts: number = 10;
