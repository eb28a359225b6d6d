/** A process that creates and changes referrals as fast as it can, and reports each write once it is acknowledged. */
import { writeSync } from "node:fs";
import { createReferral } from "../../dist/referrals/create.js";
import { parse } from "../../dist/referrals/find.js";
import { saveChanged } from "../../dist/referrals/save.js";
import { createUniverse } from "../../dist/universe.js";
import { createSender } from "../../dist/webhooks/sender.js";

const [file = ""] = process.argv.slice(2);
const sender = createSender({ allowedHosts: [], retryDelay: 1, certificateUrl: () => "" });
const universe = createUniverse("default", { file, sender });
const caller = universe.organizations.find("Proseware");
const body = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
for (let count = 0; ; count++) {
  const { id } = createReferral(universe, caller, { ...body, name: `Created ${count}` });
  writeSync(1, `${id} Created ${count}\n`);
  const row = universe.store.get(id);
  if (row === undefined) throw new Error("What was just stored is not there.");
  const before = parse(row);
  saveChanged(universe, before, { ...before, name: `Changed ${count}` });
  writeSync(1, `${id} Changed ${count}\n`);
}
