import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { spawnTurborepo } from "../repository/turborepo.ts";

describe("turbo.json", () => {
  // Turborepo walks from the last folder that a pattern names literally: here through every node_modules.
  test("has no pattern that makes each command walk the whole repository", async () => {
    let files = 0;
    for await (const file of glob(["turbo.json", "{spec,scripts,packages/*}/turbo.json"], {
      cwd: repositoryRoot,
    })) {
      files++;
      const text = await readFile(join(repositoryRoot, file), "utf8");
      const broad = file === "turbo.json" ? /"[{*][^"]*"/g : /"\$TURBO_ROOT\$\/[{*][^"]*"/g;
      assert.deepEqual(text.match(broad), null, file);
    }
    assert.ok(files > 1);
  });
});

describe("the cache", () => {
  async function modeWith(api: string | undefined): Promise<string> {
    const { TURBO_API, TURBO_TOKEN, TURBO_TEAM, TURBO_CACHE } = process.env;
    delete process.env.TURBO_CACHE;
    if (api === undefined) delete process.env.TURBO_API;
    Object.assign(process.env, {
      TURBO_TOKEN: "any",
      TURBO_TEAM: "team_any",
      ...(api && { TURBO_API: api }),
    });
    const args = ["run", "build", "--filter=@partner-referrals/checks"];
    const { stdout } = spawnTurborepo(args, { stdio: ["ignore", "pipe", "ignore"] });
    for (const [name, value] of Object.entries({ TURBO_API, TURBO_TOKEN, TURBO_TEAM, TURBO_CACHE })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    return stdout ? text(stdout) : "";
  }

  test("stays on this machine, also for those who have a token of Turborepo", async () => {
    assert.match(await modeWith(undefined), /Remote caching disabled/);
  });

  test("is shared through a server that TURBO_API names", async () => {
    // Nobody listens there, and the package has nothing to build.
    assert.doesNotMatch(await modeWith("http://127.0.0.1:9"), /Remote caching disabled/);
  });
});
