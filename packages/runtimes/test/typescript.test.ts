import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "@partner-referrals/support/repository";
import {
  compile,
  compilers,
  declarationErrors,
  errorsIn,
  exactVersion,
  settingNames,
  type Version,
} from "../pack/typescript.ts";
import { check } from "./check.ts";

const strictNodenext = { strict: true, module: "nodenext", moduleResolution: "nodenext" };

// A cast, because `keys` forgets which names there are.
for (const version of Object.keys(compilers) as Version[]) {
  test(`an app compiles with TypeScript ${exactVersion(version)}`, async (t) => {
    const output = await compile(version);
    for (const setting of settingNames) {
      await t.test(`${setting}, and runs`, async () => {
        const { scenario } = await import(pathToFileURL(`${output(setting)}/scenario.js`).href);
        await check(scenario);
      });
    }
  });

  test(`TypeScript ${exactVersion(version)} finds no error in our declarations`, async () => {
    const errors = await declarationErrors(version);
    // Those of openapi-fetch need 5.4.
    const isOurs = (line: string) => version !== "5.0" || !line.startsWith("node_modules/openapi-");
    assert.deepEqual(errors.filter(isOurs), []);
  });
}

test("an app without the DOM library takes the types of fetch from Node's", async () => {
  const nodeTypes = { types: ["node"], typeRoots: [join(repositoryRoot, "node_modules/@types")] };
  const setting = { ...strictNodenext, lib: ["es2022"], skipLibCheck: false, ...nodeTypes };
  assert.deepEqual(await errorsIn("src/imported.cts", setting), []);
});

test("a CommonJS app imports the client with module node16, and requires it with node20", async () => {
  assert.deepEqual(await errorsIn("src/imported.cts", { strict: true, module: "node16" }), []);
  assert.deepEqual(await errorsIn("src/commonjs.cts", { strict: true, module: "node20" }), []);
  assert.match(String(await errorsIn("src/commonjs.cts", { strict: true, module: "node16" })), /TS1479/);
});
