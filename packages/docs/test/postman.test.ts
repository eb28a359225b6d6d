/** The Postman collection, sent from top to bottom as Postman would send it, against a sandbox. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";
import { contract, listOperations } from "@partner-referrals/spec/model";
import { postmanCollection } from "../build/postman.ts";

interface Collection {
  readonly variable: readonly { readonly key: string; readonly value: string }[];
  readonly item: readonly {
    readonly name: string;
    readonly auth: { readonly oauth2: readonly { readonly key: string; readonly value: string }[] };
    readonly item: readonly Item[];
  }[];
}

interface Item {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly url: { readonly raw: string; readonly query: readonly { readonly disabled?: boolean }[] };
    readonly header: readonly { readonly key: string; readonly value: string; readonly disabled?: boolean }[];
    readonly body?: { readonly raw: string };
  };
  readonly event: readonly { readonly script: { readonly exec: readonly string[] } }[];
}

// A cast: the generator writes Postman's format, of which the tests read these parts.
const collection = postmanCollection(contract) as unknown as Collection;
const operations = listOperations(contract);

describe("the Postman collection", () => {
  let sandbox: Sandbox;
  const variables = new Map(collection.variable.map(({ key, value }) => [key, value]));
  before(async () => {
    sandbox = await startSandbox({ port: 0 });
    variables.set("baseUrl", sandbox.url.replace(/\/$/, ""));
  });
  after(() => sandbox.close());

  const fill = (text: string): string =>
    text.replaceAll(/\{\{(\$?\w+)\}\}/g, (_, name: string) =>
      name === "$guid" ? crypto.randomUUID() : (variables.get(name) ?? assert.fail(`no variable ${name}`)),
    );

  async function send({ request, event }: Item, token: string): Promise<number> {
    const headers = request.header
      .filter(({ disabled }) => !disabled)
      .map(({ key, value }): [string, string] => [key, fill(value)]);
    const response = await fetch(fill(request.url.raw), {
      method: request.method,
      headers: [...headers, ["Authorization", `Bearer ${fill(token)}`]],
      ...(request.body ? { body: fill(request.body.raw) } : {}),
    });
    const text = await response.text();
    const pm = {
      request,
      response: { text: () => text, json: () => JSON.parse(text), headers: response.headers },
      collectionVariables: { set: (name: string, value: string) => variables.set(name, value) },
    };
    for (const { script } of event) new Function("pm", script.exec.join("\n"))(pm);
    return response.status;
  }

  for (const folder of collection.item) {
    const token = folder.auth.oauth2.find(({ key }) => key === "accessToken")?.value ?? "";
    for (const item of folder.item) {
      test(`${folder.name}: ${item.name} succeeds`, async () => {
        const status = await send(item, token);
        const operation = operations.find(({ summary }) => summary === item.name);
        assert.ok(status < 300 && operation?.responses.has(String(status)), String(status));
      });
    }
  }

  test("has every operation", () => {
    const names = collection.item.flatMap(({ item }) => item.map(({ name }) => name));
    assert.deepEqual(names.sort(), operations.map(({ summary = "" }) => summary).sort());
  });

  test("signs in with PKCE, at the endpoints and with the scope of the contract", () => {
    const [auth] = collection.item.map(({ auth }) =>
      Object.fromEntries(auth.oauth2.map(({ key, value }) => [key, value])),
    );
    assert.equal(auth?.grant_type, "authorization_code_with_pkce");
    assert.match(auth?.redirect_uri ?? "", /^https:\/\/oauth\.pstmn\.io\//);
    assert.notEqual(auth?.redirect_uri, auth?.accessTokenUrl);
    assert.match(auth?.accessTokenUrl ?? "", /\/\{\{tenant\}\}\/oauth2\/v2\.0\/token$/);
    assert.match(auth?.scope ?? "", /^https:\/\/api\.partner\.microsoft\.com\/\.default offline_access$/);
  });
});
