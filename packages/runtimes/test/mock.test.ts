import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createReferralsClient } from "@partner-referrals/client";
import { repositoryRoot } from "../../../scripts/repository/environment.ts";
import { published, tarball } from "../packed/tarballs.ts";
import { workspace } from "../packed/workspace.ts";
import { operation } from "../stub/contract.ts";

/**
 * Puts the mock where npm would, and returns its command. What others made, more than a hundred packages, is that of this
 * repository.
 */
async function installMock(): Promise<string> {
  const modules = join(workspace, "mock-app/node_modules");
  const mock = await tarball("mock");
  const spec = await tarball("spec");
  for (const { folder, manifest } of [mock, spec]) {
    cpSync(folder, join(modules, manifest.name), { recursive: true });
  }
  for (const name of Object.keys(mock.manifest.dependencies ?? {})) {
    if (name === spec.manifest.name) continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(repositoryRoot, published.mock, "node_modules", name), join(modules, name));
  }
  const [command] = Object.values(mock.manifest.bin ?? {});
  return join(modules, mock.manifest.name, String(command));
}

test("the mock's command starts from its tarball and answers the client", async () => {
  const command = await installMock();
  const mock = spawn(process.execPath, [command, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [printed] = await Promise.race([once(mock.stdout, "data"), once(mock, "exit")]);
    const [baseUrl] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(printed)) ?? [];
    assert.ok(baseUrl, "The mock did not start.");
    const referrals = createReferralsClient({ baseUrl, token: "token", retry: false });
    const { example } = operation("getReferral", "200");
    assert.deepEqual(await referrals.get(Object(example).id), example);
  } finally {
    mock.kill("SIGKILL");
  }
});
