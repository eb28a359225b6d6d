import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

const generated = join(import.meta.dirname, "../generated");
mkdirSync(generated, { recursive: true });
const directory = mkdtempSync(join(generated, "app-"));
after(() => rmSync(directory, { recursive: true }));
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));

/** Type-checks an app as its author would, with the diagnostics that TypeScript prints. */
function check(code: string): string {
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "es2023",
    lib: ["es2023", "dom"],
    types: [],
    skipLibCheck: true,
  };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
  writeFileSync(join(directory, "app.ts"), code);
  const args = [join(typescript, "bin/tsc"), "--noEmit", "--extendedDiagnostics", "-p", directory];
  return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout;
}

const app = `
  import { createReferralsClient } from "@partner-referrals/client";
  const referrals = createReferralsClient({ token: "t" });
  const created = await referrals.create({ type: "Independent", customerProfile: {}, consent: {}, details: {} });
  const got = await referrals.get(created.id);
  const page = await referrals.list({ top: 10 });
  export const names: (string | null | undefined)[] = [got.name, ...page.value.map(({ name }) => name)];
`;

test("an app is checked with less than 100 instantiations", () => {
  const output = check(app);
  assert.doesNotMatch(output, /error TS/);
  const instantiations = Number(output.match(/Instantiations:\s+(\d+)/)?.[1]);
  assert.ok(instantiations < 100, `${instantiations}`);
});

test("select narrows the items, and only properties can be selected", () => {
  const select = (use: string) =>
    check(`
    import { createReferralsClient, listAll } from "@partner-referrals/client";
    const referrals = createReferralsClient({ token: "t" });
    const page = await referrals.list({ select: ["id", "status"] });
    for await (const item of listAll(referrals, { select: ["id"] })) console.log(item.id);
    ${use}
  `);
  assert.doesNotMatch(select("export const status: string | undefined = page.value[0]?.status;"), /error TS/);
  assert.match(select("console.log(page.value[0]?.details);"), /'details' does not exist/);
  assert.match(select(`await referrals.list({ select: ["nothing"] });`), /"nothing"/);
});

test("what update returns depends on what was asked for", () => {
  const update = (options: string) =>
    check(`
    import { createReferralsClient } from "@partner-referrals/client";
    const referrals = createReferralsClient({ token: "t" });
    const changed = await referrals.update("1", [{ op: "add", path: "/name", value: "x" }], ${options});
    export const id: string = changed.id;
  `);
  assert.doesNotMatch(update("{ returnRepresentation: true }"), /error TS/);
  assert.match(update("{}"), /possibly 'undefined'/);
});

test("a response of the openapi-fetch client is one of our types", () => {
  const output = check(`
    import { createOpenApiFetchClient } from "@partner-referrals/client/openapi-fetch";
    import type { Referral } from "@partner-referrals/types";
    const client = createOpenApiFetchClient({ token: "t" });
    const { data } = await client.GET("/v1.0/engagements/referrals/{referralId}", { params: { path: { referralId: "1" } } });
    export const referral: Referral | undefined = data;
  `);
  assert.doesNotMatch(output, /error TS/);
});
