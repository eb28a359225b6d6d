/** A process that creates and updates referrals as fast as it can, and reports each write once it is acknowledged. */
import { writeSync } from "node:fs";
import { createReferral } from "../../dist/referrals/create.js";
import { parseReferral } from "../../dist/store/store.js";
import { createUniverse } from "../../dist/universe.js";
import { createSender } from "../../dist/webhooks/sender.js";

const [file = ""] = process.argv.slice(2);
const sender = createSender({ allowedHosts: [], retryDelay: 1, certificateUrl: () => "" });
const { referrals, organizations } = createUniverse("default", { file, sender });
const caller = organizations.resolve("Proseware");
const body = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
for (let count = 0; ; count++) {
  const { id } = createReferral(referrals, organizations, caller, { ...body, name: `Created ${count}` });
  writeSync(1, `${id} Created ${count}\n`);
  const record = referrals.get(id);
  if (record === undefined) throw new Error("What was just stored is not there.");
  const before = parseReferral(record);
  referrals.update(before, { ...before, name: `Changed ${count}` });
  writeSync(1, `${id} Changed ${count}\n`);
}
