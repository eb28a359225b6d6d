import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createReferralsClient, type ReferralsClient } from "@partner-referrals/client";
import { contract, operationNamed, responseExample } from "@partner-referrals/spec/model";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { type Published, published, type Tarball, tarball } from "../pack/tarballs.ts";
import { workspace } from "../pack/workspace.ts";

/**
 * Puts a package where npm would, and returns its command. What others made, more than a hundred packages, is that of this
 * repository.
 */
async function install(name: Published): Promise<string> {
  const modules = join(workspace, `${name}-app/node_modules`);
  const { manifest } = await copy(name, modules);
  const [command] = Object.values(manifest.bin ?? {});
  return join(modules, manifest.name, String(command));
}

async function copy(name: Published, modules: string): Promise<Tarball> {
  const packed = await tarball(name);
  cpSync(packed.folder, join(modules, packed.manifest.name), { recursive: true });
  for (const dependency of Object.keys(packed.manifest.dependencies ?? {})) {
    const own = ownPackage(dependency);
    if (own) await copy(own, modules);
    else link(join(repositoryRoot, published[name], "node_modules", dependency), join(modules, dependency));
  }
  return packed;
}

function ownPackage(dependency: string): Published | undefined {
  // A cast, because `keys` forgets which names there are.
  return (Object.keys(published) as Published[]).find((name) => dependency === `@partner-referrals/${name}`);
}

function link(target: string, place: string): void {
  if (existsSync(place)) return;
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(target, place);
}

/** Starts the command of a package on any free port, has a client use it, and ends it. */
async function use(name: Published, work: (referrals: ReferralsClient) => Promise<void>): Promise<void> {
  const server = spawn(process.execPath, [await install(name), "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [printed] = await Promise.race([once(server.stdout, "data"), once(server, "exit")]);
    const [baseUrl] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(printed)) ?? [];
    assert.ok(baseUrl, `The ${name} did not start.`);
    await work(createReferralsClient({ baseUrl, token: "token", retry: false }));
  } finally {
    server.kill("SIGKILL");
  }
}

test("the mock's command starts from its tarball and responds to the client", async () => {
  const example = responseExample(contract, operationNamed(contract, "getReferral"), 200).value;
  await use("mock", async (referrals) => {
    assert.deepEqual(await referrals.get(Object(example).id), example);
  });
});

test("the sandbox's command starts from its tarball and stores what it is sent", async () => {
  await use("sandbox", async (referrals) => {
    const { id } = await referrals.create({
      type: "Independent",
      customerProfile: {},
      consent: {},
      details: {},
    });
    assert.equal((await referrals.get(id)).id, id);
  });
});
