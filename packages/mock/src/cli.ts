#!/usr/bin/env node
// A namespace, because older versions of Node have no `enableCompileCache` to import.
import * as module from "node:module";
import { requireNode } from "@partner-referrals/server/node-version";

requireNode(new URL("../package.json", import.meta.url));
// Prism is many small modules; from V8's cache they load in two thirds of the time.
module.enableCompileCache();
const { run } = await import("./command.ts");
await run(process.argv.slice(2));
