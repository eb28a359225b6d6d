#!/usr/bin/env node
import { requireNode } from "@partner-referrals/server/node-version";

requireNode(new URL("../package.json", import.meta.url));
const { main } = await import("./cli/main.ts");
process.exitCode = await main(process.argv.slice(2));
