import assert from "node:assert/strict";

/** Far more than the work takes, and far less than work that grows with the square of hostile input. */
const maxMilliseconds = 5000;

/** Asserts that work takes little time on the processor, which does not depend on how busy the machine is. */
export async function assertQuick(work: () => Promise<unknown>): Promise<void> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  assert.ok(milliseconds < maxMilliseconds, `${Math.round(milliseconds)} ms`);
}
