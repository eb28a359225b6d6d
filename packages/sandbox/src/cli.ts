#!/usr/bin/env node
import { requireNode } from "@partner-referrals/server/node-version";

requireNode(new URL("../package.json", import.meta.url));
const { run } = await import("./command.ts");
await run(process.argv.slice(2));
