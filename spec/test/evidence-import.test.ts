import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { importReport } from "../evidence/import.ts";
import { readReport, type VerifiedFact } from "../evidence/verified.ts";
import { contract } from "./contract.ts";

const spec = join(import.meta.dirname, "..");
const parts = ["schemas", "paths", "headers", "parameters", "responses", "sources", "EVIDENCE.md"];

const fact = (id: string, kind: string, outcome: VerifiedFact["outcome"], seen?: string): VerifiedFact => ({
  id,
  kind,
  text: `${id} holds.`,
  outcome,
  confirmations: outcome === "confirmed" ? 3 : 0,
  contradictions: outcome === "contradicted" ? 2 : 0,
  ...(seen !== undefined && { example: { where: "entry 1", seen } }),
});
const report = {
  contractVersion: contract.info.version,
  date: "2026-11-21",
  exchanges: 42,
  findings: [
    fact("PreviewReferralUpdateRequest.Referral", "property", "confirmed"),
    fact("listReferrals", "operation", "confirmed"),
    fact("listReferrals.responses.200", "status", "confirmed"),
    fact("Referral.name", "property", "confirmed"),
    fact("Referral.required.engagementId", "required", "contradicted", "absent"),
    fact("getReferral.responses.418", "other", "contradicted", "418, which the contract does not name"),
    fact("rule/stale-etag", "rule", "not reached"),
  ],
};

describe("A report of verified traffic", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "evidence-"));
    for (const part of parts) cpSync(join(spec, part), join(folder, "spec", part), { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  test("rates as observed what was only inferred, becomes a source, and patches what it contradicts", () => {
    const { files, raised, toReview, patch, undecided } = importReport(
      join(folder, "spec"),
      contract,
      report,
      "T26",
    );
    assert.deepEqual(raised, ["PreviewReferralUpdateRequest.Referral"]);
    assert.deepEqual(toReview, raised);
    const schema = files.get("schemas/preview/PreviewReferralUpdateRequest.yaml") ?? "";
    assert.match(
      schema,
      /^ {2}Referral:\n {4}\$ref: .+\n {4}x-evidence:\n {6}observed: \[T26\]\n {6}inferred:/m,
    );
    assert.match(files.get("EVIDENCE.md") ?? "", /^\| `T26` \| Traffic of 42 requests.+ \| 2026-11-21 \|$/m);
    const source = files.get("sources/T26.yaml") ?? "";
    assert.match(source, /GET \/v1\.0\/engagements\/referrals:\n +statuses:\n +- 200/);
    assert.match(source, /name: null/);
    assert.equal(undecided.length, 1);
    assert.match(undecided[0] ?? "", /^spec\/paths\/.+\.yaml:\d+: .+ 2 times: 418/);

    const applied = spawnSync("git", ["apply", "-"], { cwd: folder, input: patch, encoding: "utf8" });
    assert.equal(applied.status, 0, applied.stderr);
    const referral = join(folder, "spec/schemas/Referral.yaml");
    const before = readFileSync(join(spec, "schemas/Referral.yaml"), "utf8");
    assert.equal(readFileSync(referral, "utf8"), before.replace("  - engagementId\n", ""));
  });

  test("cannot take the key of another source", () => {
    assert.throws(
      () => importReport(join(folder, "spec"), contract, report, "P19"),
      /has a source P19 already/,
    );
  });

  for (const [what, text, message] of [
    ["not JSON", "<html>", /not JSON/],
    ["something else", "{}", /no report.+contractVersion/],
    [
      "one with a text that spans lines",
      JSON.stringify({ ...report, findings: [fact("a\nb", "rule", "confirmed")] }),
      /\/findings\/0\/id/,
    ],
  ] as const)
    test(`is rejected when it is ${what}`, () => assert.throws(() => readReport(text), message));

  test("that cannot be read ends the command with one line and exit code 1", () => {
    const file = join(folder, "no-report.json");
    writeFileSync(file, "[]");
    const command = join(spec, "evidence/command.ts");
    const { status, stderr } = spawnSync(process.execPath, [command, "import", file], { encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(stderr, /^The file is no report.+\n$/);
  });
});
