import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The code of an app, bundled and minified as for a browser. */
async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

const app = `
  import { createReferralsClient } from "@partner-referrals/client";
  const referrals = createReferralsClient({ token: "t" });
  const created = await referrals.create({ type: "Independent", customerProfile: {}, consent: {}, details: {} });
  const got = await referrals.get(created.id);
  const page = await referrals.list({ top: 10 });
  console.log(got.name, page.value.length);
`;

test("an app that creates, gets and lists is at most 4.8 kB", async () => {
  const size = gzipSync(await bundle(app), { level: 9 }).length;
  assert.ok(size <= 4800, `${size} bytes`);
});

test("what an app does not use is not in its bundle", async () => {
  const code = await bundle(app);
  for (const [feature, trace] of Object.entries({
    paging: "@odata.nextLink",
    filter: "/any(item:",
    editing: "cannot remove",
    "the state machine": "substatuses",
    sharing: "BusinessProfileLocation",
    taxonomies: "ConsultingAndProfessional",
    webhooks: "x-ms-signature",
    preview: "/v2/referrals",
  })) {
    assert.ok(!code.includes(trace), feature);
  }
});

test("what an app uses is in its bundle", async () => {
  const code = await bundle(`export { listAll, any, edit, createShared } from "@partner-referrals/client";`);
  for (const trace of [
    "@odata.nextLink",
    "/any(item:",
    "cannot remove",
    "substatuses",
    "BusinessProfileLocation",
  ]) {
    assert.ok(code.includes(trace), trace);
  }
});

test("importing nothing costs nothing", async () => {
  assert.equal((await bundle(`import "@partner-referrals/client";`)).trim(), "");
  assert.equal(
    (
      await bundle(`import type { Referral } from "@partner-referrals/types"; export type { Referral };`)
    ).trim(),
    "",
  );
});
