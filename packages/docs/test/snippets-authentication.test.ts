import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createReferralsClient, ReferralsError, ReferralsPermissionError } from "@partner-referrals/client";
import { contract } from "@partner-referrals/spec/model";
import { tokenSettingTable } from "../content/tables/token-settings.ts";
import { runShell } from "./snippets-shell.ts";
import { assertConforms, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "authentication";
const entra = "https://login.microsoftonline.com";

/** What the contract says of tokens, as the guide shows it: a row of endpoints, a row of scopes. */
const [tokenEndpoint, scope, webhookScope] = [
  /Token endpoint \| `(.+?)`/,
  /Scope \| `(.+?)`/,
  /Scope \| `.+?` \| `(.+?)`/,
].map((pattern) => pattern.exec(tokenSettingTable(contract))?.[1] ?? assert.fail(`no ${pattern}`));

describe("Authentication", () => {
  const sandbox = withSandbox();
  const folder = withFolder();
  const env = { TENANT_ID: "common", CLIENT_ID: "6b1c2f0e-90a4-4c0a-8f3b-2d7e5a1c9e44" };
  /** What was sent to the stand-in for Entra ID. */
  const forms: { path: string; form: Record<string, string> }[] = [];
  let standIn: Server;
  let standInUrl: string;
  let refused = false;

  before(async () => {
    standIn = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      forms.push({ path: request.url ?? "", form: Object.fromEntries(new URLSearchParams(body)) });
      const answer = request.url?.endsWith("/devicecode")
        ? { device_code: "a-device-code", message: "Open the page and enter ABCD." }
        : {
            ...{ token_type: "Bearer", expires_in: "3600", access_token: "Proseware:admin" },
            refresh_token: `refresh-${forms.length}`,
          };
      response.writeHead(refused ? 400 : 200, { "content-type": "application/json" });
      response.end(
        JSON.stringify(refused ? { error: "invalid_grant", error_description: "revoked" } : answer),
      );
    });
    standIn.listen(0, "127.0.0.1");
    await once(standIn, "listening");
    const address = standIn.address();
    assert.ok(address && typeof address === "object");
    standInUrl = `http://127.0.0.1:${address.port}`;
  });
  after(() => standIn.close());

  test("signs a user in once, with the endpoint and the scope of the contract", async () => {
    const files = ["device-code", "tokens"].map((name) => `${guide}/${name}.sh`);
    const append = 'echo "token: $TOKEN"';
    const output = await runShell(files, { cwd: folder(), env, replace: { [entra]: standInUrl }, append });
    assert.equal(output, "Open the page and enter ABCD.\ntoken: Proseware:admin\n");
    assert.deepEqual(forms[0]?.form, { client_id: env.CLIENT_ID, scope: `${scope} offline_access` });
    assert.equal(`${entra}${forms[1]?.path}`, tokenEndpoint);
    assert.deepEqual(forms[1]?.form, {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: env.CLIENT_ID,
      device_code: "a-device-code",
    });
    const kept = join(folder(), "refresh-token");
    assert.equal(await readFile(kept, "utf8"), "refresh-2\n");
    assert.equal((await stat(kept)).mode & 0o777, 0o600);
  });

  test("keeps tokens, renews them after a 401, and asks for each host's own", async () => {
    Object.assign(process.env, env);
    // As exported in the shell a while ago: the credential takes its place.
    process.env.TOKEN = "eyJ.expired.token";
    const start = process.cwd();
    process.chdir(folder());
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => fetch(String(input).replace(entra, standInUrl), init);
    try {
      const { referrals, webhooks } = await import("../snippets/authentication/production.ts");
      forms.length = 0;
      await referrals.list();
      await referrals.list();
      assert.deepEqual(
        forms.map(({ path, form }) => [`${entra}${path}`, form.scope, form.refresh_token]),
        [[tokenEndpoint, `${scope} offline_access`, "refresh-2"]],
      );
      sandbox().control.fail({ kind: 401 });
      await referrals.list();
      assert.equal(forms[1]?.form.refresh_token, "refresh-1", "the new refresh token replaces the old one");
      await webhooks.listEventNames();
      assert.equal(forms[2]?.form.scope, `${webhookScope} offline_access`);
      assertConforms(sandbox());

      refused = true;
      sandbox().control.fail({ kind: 401 });
      await assert.rejects(referrals.list(), (error) => {
        assert.ok(error instanceof ReferralsError && error.cause instanceof Error);
        return error.cause.message === "Sign in again: invalid_grant, revoked";
      });
    } finally {
      globalThis.fetch = fetch;
      process.chdir(start);
    }
  });

  test("shows what a token says", async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const claims = { aud: new URL(scope ?? "").origin, scp: "user_impersonation", tid: "Proseware" };
    const TOKEN = `${encode({ alg: "none" })}.${encode(claims)}.`;
    const output = await runShell([`${guide}/claims.sh`], { cwd: folder(), env: { TOKEN } });
    assert.match(output, /aud: 'https:\/\/api\.partner\.microsoft\.com',\n\s+scp: 'user_impersonation'/);
    const client = createReferralsClient({ baseUrl: sandbox().url, token: TOKEN });
    assert.deepEqual((await client.list()).value, []);
  });

  test("is rejected for an app without a user, as the guide says of the sandbox", async () => {
    const client = createReferralsClient({ baseUrl: sandbox().url, token: "Proseware:app" });
    await assert.rejects(client.list(), ReferralsPermissionError);
  });
});
