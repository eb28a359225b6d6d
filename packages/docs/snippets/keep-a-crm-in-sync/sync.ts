import { readSetting, writeSetting } from "./crm.ts";
import { importAll } from "./import.ts";
import { sweep } from "./sweep.ts";

// What changes during the import is swept up afterwards.
if (!readSetting("sweptAt")) writeSetting("sweptAt", new Date().toISOString());
if (!readSetting("isImported")) {
  await importAll();
  writeSetting("isImported", "yes");
}

const startedAt = new Date();
const overlapMs = 300_000; // more than two clocks differ
const since = new Date(Date.parse(readSetting("sweptAt") ?? "") - overlapMs);
console.log(`Swept up ${await sweep(since)} deals`);
writeSetting("sweptAt", startedAt.toISOString());

await import("./receiver.ts");
