import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { findChromium, launchChromium, type Machine } from "../chromium.ts";

describe("findChromium", () => {
  let folder: string;
  let aptFolder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "chromium-"));
    aptFolder = await mkdtemp(join(tmpdir(), "chromium-apt-"));
  });
  after(() => Promise.all([folder, aptFolder].map((path) => rm(path, { recursive: true }))));

  async function executable(path: string): Promise<string> {
    await writeFile(path, "#!/bin/sh\n");
    await chmod(path, 0o755);
    return path;
  }

  /** A machine without a browser, without network, whose user is not root. */
  function machine(changes: Partial<Machine> = {}): Machine {
    return {
      env: { PATH: "" },
      platform: "linux",
      isRoot: false,
      downloadPath: join(folder, "downloaded"),
      download: () => Promise.reject(new Error("getaddrinfo ENOTFOUND")),
      installPackage: () => Promise.reject(new Error("A package was to be installed.")),
      ...changes,
    };
  }

  test("prefers CHROMIUM_PATH to what is on PATH", async () => {
    await executable(join(folder, "chromium"));
    const chosen = await executable(join(folder, "my-browser"));
    assert.equal(await findChromium(machine({ env: { CHROMIUM_PATH: chosen, PATH: folder } })), chosen);
  });

  test("says that CHROMIUM_PATH is wrong instead of using another browser", async () => {
    await assert.rejects(
      findChromium(machine({ env: { CHROMIUM_PATH: "/no/such/browser", PATH: folder } })),
      /CHROMIUM_PATH is "\/no\/such\/browser", which is not an executable file/,
    );
  });

  test("finds a browser on PATH, and downloads nothing", async () => {
    const path = await executable(join(folder, "chromium"));
    assert.equal(await findChromium(machine({ env: { PATH: ["/nowhere", folder].join(delimiter) } })), path);
  });

  test("downloads one into Playwright's cache where none is installed, once", async () => {
    const downloadPath = join(folder, "cached");
    let downloads = 0;
    const download = () => {
      downloads++;
      return executable(downloadPath);
    };
    assert.equal(await findChromium(machine({ downloadPath, download })), downloadPath);
    assert.equal(await findChromium(machine({ downloadPath, download })), downloadPath);
    assert.equal(downloads, 1);
  });

  test("installs Debian's package as root on a CI machine that cannot download", async () => {
    await executable(join(aptFolder, "apt-get"));
    const installPackage = () => executable(join(aptFolder, "chromium"));
    const env = { PATH: aptFolder, CI: "true" };
    assert.equal(
      await findChromium(machine({ env, isRoot: true, installPackage })),
      join(aptFolder, "chromium"),
    );
    await rm(join(aptFolder, "chromium"));
  });

  for (const [who, changes] of [
    ["on a developer's machine, even as root", { isRoot: true }],
    ["on a CI machine whose user is not root", { env: { CI: "true" } }],
  ] as const) {
    test(`installs no package ${who}, and says how to get a browser`, async () => {
      await executable(join(aptFolder, "apt-get"));
      const { env, ...others }: Partial<Machine> = changes;
      await assert.rejects(
        findChromium(machine({ ...others, env: { ...env, PATH: aptFolder } })),
        /^Error: No Chromium or Chrome was found.*apt-get install chromium.*CHROMIUM_PATH to an executable\.$/,
      );
    });
  }
});

describe("launchChromium", () => {
  test("switches off every feature that Playwright does", async () => {
    const { CHROMIUM_PATH } = process.env;
    // Not a browser: it ends at once, and Playwright says what it was started with.
    process.env.CHROMIUM_PATH = process.execPath;
    try {
      await assert.rejects(launchChromium(), (error: Error) => {
        const lists = [...error.message.matchAll(/--disable-features=(\S+)/g)].map(([, list = ""]) =>
          list.split(","),
        );
        const [playwrights, last] = [lists[0] ?? [], lists.at(-1) ?? []];
        assert.ok(playwrights.length > 5 && last.length > playwrights.length);
        assert.deepEqual(new Set(playwrights).difference(new Set(last)), new Set());
        return true;
      });
    } finally {
      if (CHROMIUM_PATH === undefined) delete process.env.CHROMIUM_PATH;
      else process.env.CHROMIUM_PATH = CHROMIUM_PATH;
    }
  });
});
