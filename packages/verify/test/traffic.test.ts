import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { startProxy } from "@partner-referrals/mock";
import { type Sandbox, type Seed, startSandbox } from "@partner-referrals/sandbox";
import { assertUsageErrors, type Outcome, runCommandLines } from "@partner-referrals/support/command-lines";
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

/** Runs several command lines in one process. */
const runEach = (commandLines: readonly (readonly string[])[]): Promise<Outcome[]> =>
  runCommandLines(new URL("support/command.ts", import.meta.url), commandLines, {
    ...process.env,
    VERIFY_TOKEN: "Proseware:admin",
  });

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
  test("reports in each format, and exits with 0 when nothing is contradicted", async () => {
    const formats = ["markdown", "html", "json", "junit", "sarif"];
    const outcomes = await runEach(formats.map((format) => [file, "--format", format]));
    for (const [index, format] of formats.entries()) {
      const { code, stdout, stderr } = outcomes[index] ?? assert.fail();
      assert.equal(code, 0, stderr);
      assert.notEqual(stdout, "", format);
      if (format === "json" || format === "sarif") assert.ok(JSON.parse(stdout));
      assert.match(stderr, /0 facts contradicted/);
    }
  });

  test("reads standard input, and exits with 1 when something is contradicted", async () => {
    const har = readFileSync(file, "utf8").replaceAll('"status":412', '"status":419');
    const child = spawn(process.execPath, [command, "-"], { stdio: ["pipe", "pipe", "ignore"] });
    const exit = once(child, "exit");
    child.stdin.end(har);
    const report = await text(child.stdout);
    assert.deepEqual(await exit, [1, null]);
    assert.match(report, /updateReferral\.responses\.419/);
  });

  test("stops at a bad entry unless told otherwise", async () => {
    const bad = join(folder, "bad.jsonl");
    writeFileSync(bad, `{"a":1}\n${readFileSync(file, "utf8").split("\n")[1]?.replace(/,$/, "")}\n`);
    const [stopped, skipped] = await runEach([[bad], [bad, "--skip-bad-entries"]]);
    assert.equal(stopped?.code, 1);
    assert.match(stopped?.stderr ?? "", /entry 1 .*--skip-bad-entries/);
    assert.equal(skipped?.code, 0);
  });

  test("explains what is wrong with a command line", async () => {
    const wrong = [
      [[], /Name a HAR file/],
      [["a.har", "b.har"], /One file/],
      [["a.har", "--format", "pdf"], /--format is one of/],
      [["--base-url", "ftp://x", "--token-env", "T"], /http or https/],
      [
        ["--base-url", "https://api.partner.microsoft.com", "--token-env", "T", "--write"],
        /--yes-production/,
      ],
      [["--nonsense"], /nonsense/],
    ] as const;
    const outcomes = await runEach(wrong.map(([args]) => args));
    assertUsageErrors(outcomes, wrong, /^Usage: partner-referrals-verify/m);
  });

  test("verifies a service, finds the sandbox like itself, and only reads unless told otherwise", async () => {
    const { default: seed } = await import("@partner-referrals/sandbox/seed.json", {
      with: { type: "json" },
    });
    // A cast: the sandbox checks what it is given.
    const service = await startSandbox({ port: 0, seed: seed as unknown as Seed });
    const live = (url: string) => [
      ...["--base-url", url, "--token-env", "VERIFY_TOKEN", "--against-sandbox"],
      ...["--max-per-second", "1000", "--out", join(folder, `${new URL(url).port}.md`)],
    ];
    const outcomes = await runEach([[...live(sandbox.url), "--write"], live(service.url)]);
    const changes = service.control.journal().filter(({ request }) => request.method !== "GET");
    await service.close();
    for (const { code, stderr } of outcomes) {
      assert.equal(code, 0, stderr);
      assert.match(stderr, /alike to 100 %/);
    }
    assert.equal(outcomes.length, 2);
    assert.deepEqual(changes, []);
    const written = readFileSync(join(folder, `${new URL(sandbox.url).port}.md`), "utf8");
    assert.match(written, /Nothing contradicts/);
  });
});
