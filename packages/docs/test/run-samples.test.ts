import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type RunningServer, startMock } from "@partner-referrals/mock";
import { type LocatedOperation, parameterExample } from "../build/contract.ts";
import { curlSample } from "../build/curl.ts";
import { contract, operations, samples } from "./site.ts";

const run = promisify(execFile);
const redirectFetch = fileURLToPath(new URL("redirect-fetch.ts", import.meta.url));

/** The path that a sample of the operation has to call. */
function examplePath({ path, parameters }: LocatedOperation): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const parameter = parameters.find((candidate) => candidate.name === name);
    return String(parameter && parameterExample(contract, parameter));
  });
}

it("every hand-written sample belongs to an operation", async () => {
  const files = await readdir(new URL("../samples/", import.meta.url));
  const ids = operations.map(({ operation }) => `${operation.operationId}.ts`);
  assert.deepEqual(
    files.filter((file) => !file.endsWith(".d.ts") && !ids.includes(file)),
    [],
  );
});

describe("against the mock", () => {
  let mock: RunningServer;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    mock = await startMock({ port: 0 });
    env = { PATH: process.env.PATH, TOKEN: "a-token", REFERRALS_BASE_URL: mock.url };
  });
  after(() => mock.close());

  for (const located of operations) {
    const { operationId } = located.operation;

    it(`the curl sample of ${operationId} succeeds`, async () => {
      const server = contract.servers?.[0]?.url ?? assert.fail("the contract names no server");
      const command = curlSample(contract, located);
      assert.ok(command.includes(`'${server}${examplePath(located)}'`));
      const script = [
        `curl() { command curl --silent --show-error --fail-with-body --write-out '%{stderr}%{http_code}' "$@"; }`,
        command.replace(server, new URL(mock.url).origin),
      ];
      const { stderr } = await run("sh", ["-c", script.join("\n")], { env });
      assert.match(stderr, /^20\d$/);
    });

    it(`the TypeScript sample of ${operationId} succeeds`, async () => {
      const { stderr } = await run(
        process.execPath,
        ["--import", redirectFetch, `${samples}${operationId}.ts`],
        { env },
      );
      const calls = stderr.trim().split("\n");
      assert.match(
        calls.at(-1) ?? "",
        new RegExp(`^${located.method.toUpperCase()} ${examplePath(located)} 20\\d$`),
      );
    });
  }
});
