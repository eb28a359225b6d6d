import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runShell } from "./snippets-shell.ts";
import { assertConforms, runModule, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "move-from-the-2018-preview";

describe("Move from the 2018 preview", () => {
  const sandbox = withSandbox();
  const folder = withFolder();

  test("leaves the same deal before and after the move, but for what is new", async () => {
    const [before, after] = [await runModule(`${guide}/before.ts`), await runModule(`${guide}/after.ts`)];
    assert.deepEqual([before.log, after.log], [["Won Won"], ["Closed Won"]]);
    const [old, current] = (await sandbox().client.list()).value;
    assert.equal(old?.details.dealValue, current?.details.dealValue);
    assert.equal(old?.customerProfile.name, current?.customerProfile.name);
    assert.deepEqual(
      [old?.customerProfile.team?.[0]?.email, old?.customerProfile.address],
      [current?.customerProfile.team?.[0]?.email, current?.customerProfile.address],
    );
    const { industries, solutions } = current?.details.requirements ?? {};
    assert.deepEqual(old?.details.requirements?.industries, industries);
    assert.equal(old?.details.requirements?.solutions?.[0]?.id, solutions?.[0]?.id);
    assert.deepEqual([old?.status, old?.substatus], [current?.status, current?.substatus]);
    assertConforms(sandbox());
  });

  test("creates in the preview with curl what version 1.0 lists", async () => {
    const created = JSON.parse(await runShell([`${guide}/preview.sh`], { cwd: folder() }));
    const [found] = (await sandbox().client.list()).value;
    assert.equal(found?.id, created.id);
    assertConforms(sandbox());
  });
});
