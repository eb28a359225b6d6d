import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { findChromium } from "../chromium.ts";

describe("findChromium", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "chromium-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function executable(name: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, "#!/bin/sh\n");
    await chmod(path, 0o755);
    return path;
  }

  it("prefers CHROMIUM_PATH to what is on PATH", async () => {
    await executable("chromium");
    const chosen = await executable("my-browser");
    assert.equal(await findChromium({ CHROMIUM_PATH: chosen, PATH: folder }, "linux"), chosen);
  });

  it("finds a browser on PATH", async () => {
    const chromium = await executable("chromium");
    assert.equal(await findChromium({ PATH: `/nowhere:${folder}` }, "linux"), chromium);
  });

  it("says that CHROMIUM_PATH is wrong instead of taking another browser", async () => {
    await executable("chromium");
    await assert.rejects(
      findChromium({ CHROMIUM_PATH: "/no/such/browser", PATH: folder }, "linux"),
      /CHROMIUM_PATH is "\/no\/such\/browser", which is not an executable file/,
    );
  });

  it("says how to get a browser where there is none and nothing can install one", async () => {
    await assert.rejects(
      findChromium({ PATH: "" }, "linux"),
      /No Chromium or Chrome was found\. Install Chromium .*apt-get install chromium.* or set CHROMIUM_PATH/,
    );
  });
});
