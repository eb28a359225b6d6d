import assert from "node:assert/strict";
import { test } from "node:test";
import { foreignPaths } from "../repository/boundaries.ts";

test("a relative path into another package is found, one within the package is not", () => {
  const file = "packages/docs/build/build.ts";
  const found = foreignPaths(
    file,
    'import { a } from "./a.ts";\nimport "../b.ts";\nawait import("../../client/src/index.ts");\n' +
      'new URL("../../../spec/dist/", import.meta.url);',
  );
  assert.deepEqual(found, [`${file}: ../../client/src/index.ts`, `${file}: ../../../spec/dist/`]);
});
