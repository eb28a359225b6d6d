import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where everything is made: away from the repository, so that nothing is found in its node_modules by accident. */
export const workspace: string = realpathSync(mkdtempSync(join(tmpdir(), "partner-referrals-")));

process.on("exit", () => rmSync(workspace, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(1));
