import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "@partner-referrals/support/repository";

const script = fileURLToPath(new URL("../../advisories.ts", import.meta.url));

function advisory(id: number, name: string, severity: string, vulnerable: string) {
  const url = `https://github.com/advisories/GHSA-aaaa-bbbb-000${id}`;
  return {
    [name]: [{ id, url, title: `Trouble ${id}`, severity, vulnerable_versions: vulnerable, cwe: [] }],
  };
}

/** Runs the command with a registry that responds with `reply`. */
async function run(reply: object | number, env: NodeJS.ProcessEnv = {}) {
  const registry = createServer((request, response) => {
    request.resume();
    if (typeof reply === "number") response.writeHead(reply).end();
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
  });
  registry.listen(0, "127.0.0.1");
  await once(registry, "listening");
  const address = registry.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const { CI: _, ...rest } = childEnvironment();
  const options = { env: { ...rest, pnpm_config_registry: url, ...env } };
  try {
    return await new Promise<{ code: unknown; output: string }>((resolve) => {
      execFile(process.execPath, [script], options, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, output: stdout + stderr }),
      );
    });
  } finally {
    registry.closeAllConnections();
    registry.close();
  }
}

test("nothing known passes", async () => {
  const { code, output } = await run({});
  assert.equal(code, 0, output);
  assert.match(output, /No severe vulnerability/);
});

test("a severe vulnerability with a fix in what users install fails, with the fix", async () => {
  const { code, output } = await run(advisory(1, "fastify", "high", "<99.0.0"));
  assert.equal(code, 1, output);
  assert.match(output, /high: fastify \d+\.\d+\.\d+, fixed in >=99\.0\.0\. Trouble 1 \(https:/);
});

test("one without a fix, in a tool, or a lesser one does not fail", async () => {
  const { code, output } = await run({
    ...advisory(2, "fastify", "critical", ">=0.0.0"),
    ...advisory(3, "turbo", "high", "<99.0.0"),
    ...advisory(4, "pino", "moderate", "<99.0.0"),
  });
  assert.equal(code, 0, output);
  assert.match(output, /not failing: critical: fastify .* no fix yet/);
  assert.match(output, /not failing: high: turbo .* fixed in >=99\.0\.0/);
  assert.doesNotMatch(output, /Trouble 4/);
});

test("a registry that fails is a warning here, and a failure in CI", async () => {
  const here = await run(503);
  assert.equal(here.code, 0, here.output);
  assert.match(here.output, /NOT CHECKED for known vulnerabilities/);
  const inCi = await run(503, { CI: "true" });
  assert.equal(inCi.code, 1, inCi.output);
});

test("a registry that has no advisories is a warning everywhere", async () => {
  for (const status of [404, 405]) {
    const { code, output } = await run(status, { CI: "true" });
    assert.equal(code, 0, output);
    assert.match(output, /NOT CHECKED for known vulnerabilities/);
  }
});
