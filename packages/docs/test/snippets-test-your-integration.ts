/** The project that a reader has who followed the guide about tests. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before } from "node:test";
import { runShell } from "./snippets-shell.ts";
import { readSnippet, withFolder } from "./snippets-support.ts";

const guide = "test-your-integration";

/** Makes the project for the tests of a file. Returns its folder. */
export function withIntegrationProject(): () => string {
  const folder = withFolder();
  before(async () => {
    const files = ["leads.ts", "leads.test.ts", "error.test.ts", "check.ts"].map(
      (name) => `${guide}/${name}`,
    );
    files.push("authentication/signed-in-user.ts");
    for (const file of files) await copy(file, file.replace(/.*\//, ""));
    await copy("authentication/production.ts", "referrals.ts");
    await writeFile(join(folder(), "package.json"), '{ "type": "module" }');
    await runShell([`${guide}/set-up.sh`], {
      cwd: folder(),
      append: "npm install @partner-referrals/client @partner-referrals/types",
    });
  });

  async function copy(snippet: string, file: string): Promise<void> {
    await writeFile(join(folder(), file), await readSnippet(snippet));
  }

  return folder;
}
