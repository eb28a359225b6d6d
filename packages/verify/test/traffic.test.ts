import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { startProxy } from "@partner-referrals/mock";
import { type Sandbox, type Seed, startSandbox } from "@partner-referrals/sandbox";
import { createVerifier } from "../src/index.ts";
import { readTraffic, TrafficError } from "../src/traffic/read.ts";
import { contradictedBy, runWhole } from "./support/scenario.ts";

const folder = mkdtempSync(join(tmpdir(), "verify-"));
const file = join(folder, "traffic.har");
const command = join(import.meta.dirname, "../dist/cli.js");
let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox({ port: 0 });
  const proxy = await startProxy({ port: 0, upstream: sandbox.url, har: file, logLevel: "silent" });
  await runWhole(proxy.url, "Proseware:admin", createVerifier());
  await proxy.close();
});
after(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

/** Runs the command, and gives its exit code and what it printed. */
function run(args: readonly string[], input = ""): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...args], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

const verify = async (chunks: Iterable<string>) => {
  const verifier = createVerifier();
  const bad: string[] = [];
  for await (const exchange of readTraffic(Readable.from(chunks), {
    onBadEntry: (message) => bad.push(message),
  }))
    verifier.observe(exchange);
  return { verifier, bad };
};

describe("The file that the proxy writes", () => {
  test("contradicts nothing although every value in it is a placeholder", async () => {
    const { verifier } = await verify([readFileSync(file, "utf8")]);
    assert.ok(verifier.report().exchanges > 50);
    assert.deepEqual(contradictedBy(verifier), []);
  });

  test("still shows a rule that was broken", async () => {
    const har = JSON.parse(readFileSync(file, "utf8"));
    for (const { response } of har.log.entries)
      response.headers = response.headers.filter(
        ({ name }: { name: string }) => name.toLowerCase() !== "etag",
      );
    const { verifier } = await verify([JSON.stringify(har)]);
    assert.deepEqual(contradictedBy(verifier), ["rule/etag-header"]);
  });
});

describe("Traffic", () => {
  const entry = {
    request: { method: "GET", url: "https://api.example/v1.0/engagements/referrals", headers: [] },
    response: {
      status: 401,
      headers: [{ name: "content-type", value: "application/json" }],
      content: { size: 10 },
    },
  };

  test("may be one entry a line, in chunks of any size", async () => {
    const text = `${JSON.stringify(entry)}\n`.repeat(3);
    const { verifier } = await verify(text.match(/[\s\S]{1,7}/g) ?? []);
    assert.equal(verifier.report().exchanges, 3);
  });

  test("with a bad entry names it, and goes on", async () => {
    const { verifier, bad } = await verify([
      JSON.stringify({ log: { entries: [entry, { foreign: true }, entry] } }),
    ]);
    assert.equal(verifier.report().exchanges, 2);
    assert.match(bad.join(), /^entry 2 is not a HAR entry/);
  });

  test("that ends too early says after which entry", async () => {
    const text = JSON.stringify({ log: { entries: [entry, entry] } });
    await assert.rejects(
      verify([text.slice(0, -30)]),
      (error) => error instanceof TrafficError && /after entry 1/.test(error.message),
    );
  });

  test("that is none says what is needed", async () => {
    await assert.rejects(verify(["{}"]), /HAR/);
    await assert.rejects(verify([""]), /HAR/);
  });
});

describe("The command", () => {
  for (const format of ["markdown", "html", "json", "junit", "sarif"]) {
    test(`reports as ${format}, and exits with 0 when nothing is contradicted`, async () => {
      const { code, stdout, stderr } = await run([file, "--format", format]);
      assert.equal(code, 0, stderr);
      if (format === "json" || format === "sarif") assert.ok(JSON.parse(stdout));
      assert.match(stderr, /0 facts contradicted/);
    });
  }

  test("reads standard input, and exits with 1 when something is contradicted", async () => {
    const har = readFileSync(file, "utf8").replaceAll('"status":412', '"status":419');
    const { code, stdout } = await run(["-"], har);
    assert.equal(code, 1);
    assert.match(stdout, /updateReferral\.responses\.419/);
  });

  test("stops at a bad entry unless told otherwise", async () => {
    const bad = join(folder, "bad.jsonl");
    writeFileSync(bad, `{"a":1}\n${readFileSync(file, "utf8").split("\n")[1]?.replace(/,$/, "")}\n`);
    const stopped = await run([bad]);
    assert.equal(stopped.code, 1);
    assert.match(stopped.stderr, /entry 1 .*--skip-bad-entries/);
    assert.equal((await run([bad, "--skip-bad-entries"])).code, 0);
  });

  for (const [args, message] of [
    [[], /Name a HAR file/],
    [["a.har", "b.har"], /One file/],
    [["a.har", "--format", "pdf"], /--format is one of/],
    [["--base-url", "ftp://x", "--token-env", "T"], /http or https/],
    [["--base-url", "https://api.partner.microsoft.com", "--token-env", "T", "--write"], /--yes-production/],
    [["--nonsense"], /nonsense/],
  ] as const) {
    test(`explains ${args.join(" ") || "no arguments"}`, async () => {
      const { code, stderr } = await run(args);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  test("verifies a service, and finds the sandbox like itself", async () => {
    const { code, stderr } = await runLive(sandbox.url, ["--write"]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /alike to 100 %/);
    assert.match(readFileSync(join(folder, "report.md"), "utf8"), /Nothing contradicts/);
  });

  test("only reads by default, and gives the sandbox what it reads before it compares", async () => {
    const { default: seed } = await import("@partner-referrals/sandbox/seed.json", {
      with: { type: "json" },
    });
    // A cast: the sandbox checks what it is given.
    const service = await startSandbox({ port: 0, seed: seed as unknown as Seed });
    const { code, stderr } = await runLive(service.url, []);
    const changes = service.control.journal().filter(({ request }) => request.method !== "GET");
    await service.close();
    assert.equal(code, 0, stderr);
    assert.match(stderr, /alike to 100 %/);
    assert.deepEqual(changes, []);
  });

  function runLive(baseUrl: string, more: readonly string[]): Promise<{ code: number; stderr: string }> {
    const options = ["--token-env", "VERIFY_TOKEN", "--against-sandbox", "--max-per-second", "1000"];
    const args = [command, "--base-url", baseUrl, ...options, "--out", join(folder, "report.md"), ...more];
    const env = { ...process.env, VERIFY_TOKEN: "Proseware:admin" };
    return new Promise((resolve) => {
      execFile(process.execPath, args, { env }, (error, _, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stderr }),
      );
    });
  }
});
