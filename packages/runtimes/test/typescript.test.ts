import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  compile,
  compilers,
  declarationErrors,
  exactVersion,
  settingNames,
  type Version,
} from "../pack/typescript.ts";
import { check } from "./check.ts";

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
