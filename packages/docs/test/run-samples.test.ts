import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { after, before, beforeEach, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Sandbox, type Seed, startSandbox } from "@partner-referrals/sandbox";
import {
  follow,
  isObject,
  type Json,
  type LocatedOperation,
  type MediaType,
  parameterExample,
  type Response,
  requestExample,
} from "../build/contract.ts";
import { operationSamples } from "../build/reference/samples.ts";
import { contract, operations, samplesFolder } from "./site.ts";

const run = promisify(execFile);
const redirectFetch = fileURLToPath(new URL("redirect-fetch.ts", import.meta.url));
const samples = await operationSamples(contract);

it("every hand-written sample belongs to an operation", async () => {
  const files = await readdir(new URL("../samples/", import.meta.url));
  const ids = operations.map(({ operation }) => `${operation.operationId}.ts`);
  assert.deepEqual(
    files.filter((file) => !file.endsWith(".d.ts") && !ids.includes(file)),
    [],
  );
});

function operationNamed(operationId: string): LocatedOperation {
  return (
    operations.find(({ operation }) => operation.operationId === operationId) ?? assert.fail(operationId)
  );
}

/** The first example of the answer of an operation. */
function answerExample(operationId: string): Record<string, Json> {
  const located = operationNamed(operationId);
  const response = follow<Response>(contract, located.operation.responses?.["200"] ?? assert.fail());
  const [media] = Object.values(response.content ?? {}) as MediaType[];
  const [example] = Object.values(media?.examples ?? {});
  return structuredClone(follow(contract, example ?? assert.fail()).value) as Record<string, Json>;
}

function exampleOf(operationId: string, name: string): string {
  const parameter = operationNamed(operationId).parameters.find((candidate) => candidate.name === name);
  return String((parameter && parameterExample(contract, parameter)) ?? assert.fail(name));
}

/** The path that a sample of the operation has to call. */
function examplePath({ path, operation }: LocatedOperation): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => exampleOf(operation.operationId, name));
}

/** The samples ask for the contract's examples, so these are what the sandbox has. */
describe("against the sandbox", () => {
  const referral = answerExample("getReferral");
  const organization = String(referral.organizationName ?? "Proseware");
  const referrals = [referral, { ...referral, id: exampleOf("getPreviewReferral", "referralId") }];
  const seed = {
    organizations: [{ id: referral.organizationId, name: organization, locations: [] }],
    referrals: referrals.map(({ eTag: _, links: __, ...rest }, index) => ({
      ...rest,
      ...(index > 0 ? { engagementId: crypto.randomUUID() } : {}),
    })),
    // A cast: the sandbox itself checks what it is seeded with against the contract.
  } as unknown as Seed;
  let sandbox: Sandbox;
  let env: Record<string, string>;
  const token = `${organization}:admin`;
  // Nobody listens there: deliveries stay on this machine and fail, which the samples do not ask about.
  const hook = "http://127.0.0.1:9/partner-center";
  const register = operationNamed("registerWebhook");
  const example = requestExample(contract, register.operation)?.value;
  const registered = isObject(example) ? example : assert.fail();
  const testPath = operationNamed("testWebhook").path.replace(register.path, "");

  before(async () => {
    sandbox = await startSandbox({ port: 0, token });
  });
  after(() => sandbox.close());

  async function registration(method: string, path = ""): Promise<Response | Record<string, string>> {
    const response = await fetch(new URL(register.path + path, sandbox.url), {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(path ? {} : { body: JSON.stringify({ ...registered, WebhookUrl: hook }) }),
    });
    assert.ok(response.ok, `${method} ${path} ${response.status}`);
    return response.json();
  }

  /** Each sample finds the examples, and a registration unless it is about to make one. */
  async function prepare(operationId: string): Promise<void> {
    await sandbox.control.reset();
    await sandbox.control.seed(seed);
    const { eTag } = await sandbox.client.get(String(referral.id));
    const texts = {
      [exampleOf("replaceReferral", "If-Match")]: eTag,
      [String(registered.WebhookUrl)]: hook,
    };
    if (operationId !== "registerWebhook") {
      await registration("POST");
      const { correlationId = "" } = (await registration("POST", testPath)) as Record<string, string>;
      texts[exampleOf("getWebhookTest", "correlationId")] = correlationId;
    }
    env = {
      PATH: process.env.PATH ?? "",
      TOKEN: token,
      REFERRALS_BASE_URL: sandbox.url,
      REPLACE: JSON.stringify(texts),
    };
  }

  for (const located of operations) {
    const { operationId } = located.operation;
    const list = samples.get(operationId) ?? [];

    describe(operationId, () => {
      beforeEach(() => prepare(operationId));

      it("as curl", async () => {
        const command = list.find(({ label }) => label === "curl")?.source ?? "";
        assert.ok(command.includes(`'${located.server}${examplePath(located)}'`));
        const texts: Record<string, string> = JSON.parse(env.REPLACE ?? "");
        const script = [
          `curl() { command curl --silent --show-error --fail-with-body --write-out '%{stderr}%{http_code}' "$@"; }`,
          Object.entries({ ...texts, [located.server]: new URL(sandbox.url).origin }).reduce(
            (text, [from, to]) => text.replaceAll(from, to),
            command,
          ),
        ];
        const { stderr } = await run("sh", ["-c", script.join("\n")], { env });
        assert.match(stderr, /^20\d$/);
      });

      for (const { label } of list.filter(({ language }) => language === "ts")) {
        it(`as ${label}`, async () => {
          const file = `${samplesFolder}${operationId}.${label}.ts`;
          const { stderr } = await run(process.execPath, ["--import", redirectFetch, file], { env });
          const calls = stderr.trim().split("\n");
          assert.match(
            calls.at(-1) ?? "",
            new RegExp(`^${located.method.toUpperCase()} ${examplePath(located)} 20\\d$`),
          );
        });
      }
    });
  }
});
