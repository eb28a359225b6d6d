/** Every sample of every operation, run as it is shown against a sandbox in the place of the service. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, describe, mock, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type Sandbox, type Seed, startSandbox } from "@partner-referrals/sandbox";
import {
  contract,
  fillPath,
  isObject,
  listOperations,
  type Operation,
  operationNamed,
  parameterExample,
  requestExample,
  responseExample,
} from "@partner-referrals/spec/model";
import { samplesFolder } from "../build/folders.ts";
import { operationSamples } from "../reference/samples/samples.ts";
import { type Exchange, redirectedFetch } from "./redirect-fetch.ts";

const run = promisify(execFile);
const samples = await operationSamples(contract);
const operations = listOperations(contract);

test("every hand-written sample belongs to an operation", async () => {
  const files = await readdir(new URL("../reference/client-samples/", import.meta.url));
  const names = operations.map(({ id }) => `${id}.ts`);
  assert.deepEqual(files.sort(), names.sort());
});

test("changes carry the ETag", () => {
  for (const { id, parameters } of operations) {
    if (!parameters.some(({ name }) => name === "If-Match")) continue;
    for (const { label, source } of samples.get(id) ?? []) {
      assert.match(source, label === "TypeScript" ? /ifMatch/ : /If-Match/, `${id} as ${label}`);
    }
  }
});

function exampleOf(operationId: string, name: string): string {
  const { parameters } = operationNamed(contract, operationId);
  const parameter = parameters.find((candidate) => candidate.name === name) ?? assert.fail(name);
  return String(parameterExample(contract, parameter));
}

/** The path that a sample of the operation has to request. */
function examplePath({ path, id, parameters }: Operation): string {
  const names = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
  return fillPath(path, Object.fromEntries(names.map((name) => [name, exampleOf(id, name)])));
}

/** The samples ask for the contract's examples, so these are what the sandbox has. */
describe("against the sandbox", () => {
  const { value } = responseExample(contract, operationNamed(contract, "getReferral"), 200);
  const referral = structuredClone(isObject(value) ? value : assert.fail());
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
  /** Texts of the samples, and what stands in their place here. */
  let replacements: Record<string, string>;
  const token = `${organization}:admin`;
  // Nobody listens there: deliveries stay on this machine and fail, which the samples do not ask about.
  const hook = "http://127.0.0.1:9/partner-center";
  const register = operationNamed(contract, "registerWebhook");
  const example = requestExample(contract, register)?.value;
  const registered = isObject(example) ? example : assert.fail();
  const testPath = operationNamed(contract, "testWebhook").path.replace(register.path, "");

  before(async () => {
    sandbox = await startSandbox({ port: 0, token });
  });
  after(() => sandbox.close());

  async function registration(path = ""): Promise<Record<string, string>> {
    const response = await fetch(new URL(register.path + path, sandbox.url), {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(path ? {} : { body: JSON.stringify({ ...registered, WebhookUrl: hook }) }),
    });
    assert.ok(response.ok, `${path} ${response.status}`);
    return response.json();
  }

  /** Each sample finds the examples, and a registration unless it is about to make one. */
  async function prepare({ id }: Operation): Promise<void> {
    await sandbox.control.reset();
    await sandbox.control.seed(seed);
    const { eTag } = await sandbox.client.get(String(referral.id));
    // As it stands in JSON, in Python and in single quotes of a shell.
    const etagExample = exampleOf("replaceReferral", "If-Match");
    replacements = {
      [etagExample]: eTag,
      [JSON.stringify(etagExample)]: JSON.stringify(eTag),
      [String(registered.WebhookUrl)]: hook,
      ...Object.fromEntries(operations.map(({ server }) => [server, new URL(sandbox.url).origin])),
    };
    if (id === "registerWebhook") return;
    await registration();
    const { correlationId = "" } = await registration(testPath);
    replacements[exampleOf("getWebhookTest", "correlationId")] = correlationId;
  }

  /** The status of the response to a command. */
  const commands: Readonly<Record<"curl" | "Python", (source: string) => [string, readonly string[]]>> = {
    curl: (source) => [
      "sh",
      [
        "-c",
        `curl() { command curl --silent --show-error --fail-with-body --write-out '%{stderr}%{http_code}' "$@"; }\n${source}`,
      ],
    ],
    Python: (source) => [
      "python3",
      [
        "-c",
        source.replace(
          "print(response.status,",
          "import sys; print(response.status, file=sys.stderr, end=''); print(",
        ),
      ],
    ],
  };

  const replace = (text: string): string =>
    Object.entries(replacements).reduce((result, [from, to]) => result.replaceAll(from, to), text);

  async function runCommand(label: keyof typeof commands, source: string): Promise<string> {
    const [command, args] = commands[label](replace(source));
    const { stderr } = await run(command, args, { env: { PATH: process.env.PATH ?? "", TOKEN: token } });
    return /\d+$/.exec(stderr.trim())?.[0] ?? stderr;
  }

  /** Runs a module as it is shown: what it sends to the service goes to the sandbox. Returns its last request. */
  async function runModule(file: string): Promise<Exchange> {
    const exchanges: Exchange[] = [];
    const log = mock.method(console, "log", () => {});
    const redirected = mock.method(globalThis, "fetch", redirectedFetch(replace, exchanges));
    const { TOKEN } = process.env;
    process.env.TOKEN = token;
    try {
      await import(pathToFileURL(join(samplesFolder, file)).href);
    } finally {
      log.mock.restore();
      redirected.mock.restore();
      if (TOKEN === undefined) delete process.env.TOKEN;
      else process.env.TOKEN = TOKEN;
    }
    return exchanges.at(-1) ?? assert.fail(`${file} sends nothing`);
  }

  for (const operation of operations) {
    describe(operation.id, () => {
      beforeEach(() => prepare(operation));
      const target = `${operation.server}${examplePath(operation)}`;
      const isPromised = (status: string) => operation.responses.has(status) && status.startsWith("2");

      for (const { label, source } of samples.get(operation.id) ?? []) {
        test(`as ${label}`, async () => {
          if (label === "curl" || label === "Python") {
            assert.ok(source.includes(target));
            const status = await runCommand(label, source);
            assert.ok(isPromised(status), status);
          } else {
            const { request, status } = await runModule(`${operation.id}.${label}.ts`);
            assert.equal(request, `${operation.method.toUpperCase()} ${target}`);
            assert.ok(isPromised(status), status);
          }
        });
      }
    });
  }
});
