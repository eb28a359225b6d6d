import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

const generated = join(import.meta.dirname, "../generated");
mkdirSync(generated, { recursive: true });
const directory = mkdtempSync(join(generated, "app-"));
after(() => rmSync(directory, { recursive: true }));
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));

/** Type-checks apps as their authors would, all at once, with what TypeScript prints for each, by the name of its file. */
function check(apps: Readonly<Record<string, string>>): string {
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "es2023",
    lib: ["es2023", "dom"],
    types: [],
    skipLibCheck: true,
  };
  const files = Object.keys(apps).map((name) => `${name}.ts`);
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  for (const [name, code] of Object.entries(apps)) writeFileSync(join(directory, `${name}.ts`), code);
  const args = [join(typescript, "bin/tsc"), "--noEmit", "--extendedDiagnostics", "-p", directory];
  return spawnSync(process.execPath, args, { encoding: "utf8", cwd: directory }).stdout;
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
  const output = check({ app });
  assert.doesNotMatch(output, /error TS/);
  const instantiations = Number(output.match(/Instantiations:\s+(\d+)/)?.[1]);
  assert.ok(instantiations < 100, `${instantiations}`);
});

describe("the compiler", () => {
  const select = (use: string) => `
    import { createReferralsClient, listAll } from "@partner-referrals/client";
    const referrals = createReferralsClient({ token: "t" });
    const page = await referrals.list({ select: ["id", "status"] });
    for await (const item of listAll(referrals, { select: ["id"] })) console.log(item.id);
    ${use}
  `;
  const update = (options: string) => `
    import { createReferralsClient } from "@partner-referrals/client";
    const referrals = createReferralsClient({ token: "t" });
    const changed = await referrals.update("1", [{ op: "add", path: "/name", value: "x" }], ${options});
    export const id: string = changed.id;
  `;
  let output: string;
  before(() => {
    output = check({
      selected: select("export const status: string | undefined = page.value[0]?.status;"),
      left: select("console.log(page.value[0]?.details);"),
      unknown: select(`await referrals.list({ select: ["nothing"] });`),
      returned: update("{ returnRepresentation: true }"),
      nothing: update("{}"),
      openapi: `
        import { createOpenApiFetchClient } from "@partner-referrals/client/openapi-fetch";
        import type { Referral } from "@partner-referrals/types";
        const client = createOpenApiFetchClient({ token: "t" });
        const { data } = await client.GET("/v1.0/engagements/referrals/{referralId}", { params: { path: { referralId: "1" } } });
        export const referral: Referral | undefined = data;
      `,
    });
  });
  /** What TypeScript says of one of them. */
  const issues = (name: string) => {
    assert.match(output, /Instantiations/);
    return output.split(/^(?=\w+\.ts)/m).filter((text) => text.startsWith(`${name}.ts`));
  };

  test("narrows the items to what was selected, and selects only properties", () => {
    assert.deepEqual(issues("selected"), []);
    assert.match(issues("left").join(), /'details' does not exist/);
    assert.match(issues("unknown").join(), /"nothing"/);
  });

  test("has update return what was asked for", () => {
    assert.deepEqual(issues("returned"), []);
    assert.match(issues("nothing").join(), /possibly 'undefined'/);
  });

  test("takes a response of the openapi-fetch client for one of our types", () => {
    assert.deepEqual(issues("openapi"), []);
  });
});
