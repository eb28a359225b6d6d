/** The form on the page of an operation, used as a reader does, with a sandbox on this machine. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "@partner-referrals/browser";
import { violationsInBothThemes } from "@partner-referrals/browser/accessibility";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";
import { bodyExamples, contract, isObject, listOperations } from "@partner-referrals/spec/model";
import { operationPath } from "../../reference/addresses.ts";
import { tryItData } from "../../reference/try-it.ts";
import { validate } from "../../site/try-it/validate.ts";
import { checkLayoutShift } from "./page-checks.ts";
import { siteInBrowser } from "./site.ts";

/** Opens the form as somebody who has used this address before. Nothing is sent to the usual one. */
async function openForm(page: Page, { url }: Sandbox, state: "running" | "closed"): Promise<void> {
  await page.evaluate((base) => sessionStorage.setItem("try-it", JSON.stringify({ base })), url);
  await page.locator(".try-it > summary").click();
  await page.locator(`.try-it-state[data-state="${state}"]`).waitFor();
}

/** The form: to find something by its role or label on the whole page, the browser names each of thousands of elements. */
const formOf = (page: Page) => page.locator(".try-it");

const send = (page: Page) =>
  formOf(page)
    .getByRole("button", { name: /^Send / })
    .click();

async function expectSuccess(page: Page): Promise<void> {
  await page.locator(".try-it-status strong", { hasText: /^20[01]/ }).waitFor();
  await formOf(page).getByText("The response matches the contract.").waitFor();
}

describe("the form of an operation", () => {
  const site = siteInBrowser();
  let sandbox: Sandbox;
  let closed: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ port: 0, allowedOrigins: [new URL(site.url()).origin] });
    closed = await startSandbox({ port: 0 });
  });
  after(() => Promise.all([sandbox.close(), closed.close()]));

  test("creates a referral, reads it, and updates it with the ETag just received", async () => {
    const options = { otherServer: sandbox.url };
    const check = async (page: Page) => {
      await checkLayoutShift(page, "desktop");
      await openForm(page, sandbox, "running");
      await send(page);
      await expectSuccess(page);
      await page.locator(".try-it-output").getByRole("link", { name: "Get a referral" }).click();
      await page.locator("h1", { hasText: "Get a referral" }).waitFor();
      // The form is open already, with the id, the address and the token of the sandbox.
      await send(page);
      await expectSuccess(page);
      await page.locator(".try-it-output").getByRole("link", { name: "Update a referral" }).click();
      await page.locator("h1", { hasText: "Update a referral" }).waitFor();
      await formOf(page).getByLabel("Prefer").fill("return=representation");
      await send(page);
      await expectSuccess(page);
      // axe reads all of the page for each part of it: thousands of elements that other tests look at.
      await page.evaluate(() => {
        const form = document.querySelector(".try-it");
        for (const element of document.querySelectorAll("nav.sidebar, main :not(h1, h2, h3)")) {
          if (!element.contains(form) && !form?.contains(element)) element.remove();
        }
      });
      assert.deepEqual(await violationsInBothThemes(page, { include: [".try-it"] }), []);
    };
    await site.onPage(`${operationPath("createReferral")}/`, check, options);
    const requests = sandbox.control.journal().filter(({ request }) => request.path.includes("/referrals"));
    assert.deepEqual(
      requests.map(({ request }) => request.method),
      ["POST", "GET", "PATCH"],
    );
    assert.ok(requests.every(({ isValid }) => isValid));
  });

  test("says what the contract has against a request as it is typed, and sends it all the same", async () => {
    const check = async (page: Page) => {
      await openForm(page, sandbox, "running");
      const issues = page.locator(".try-it-issues li");
      assert.equal(await issues.count(), 0);
      await formOf(page).getByLabel("Body").fill('{ "type": 5 }');
      await issues.filter({ hasText: "body/type must be a string" }).waitFor();
      await issues.filter({ hasText: "body/customerProfile is required" }).waitFor();
      await formOf(page).getByLabel("Body").fill("{");
      await issues.filter({ hasText: "is not JSON" }).waitFor();
      await formOf(page).getByLabel("Body").fill("{}");
      const response = page.waitForResponse((one) => one.request().method() === "POST");
      await send(page);
      assert.equal((await response).status(), 400);
      await formOf(page).getByText("The response matches the contract.").waitFor();
    };
    const path = `${operationPath("createReferral")}/`;
    // The browser reports each response of 400 and above.
    await assert.rejects(
      site.onPage(path, check, { otherServer: sandbox.url }),
      (error: Error) => "actual" in error && JSON.stringify(error.actual).includes("400 for"),
    );
  });

  test("tells a server that doesn't allow the page from none, and says how to start one", async () => {
    const check = async (page: Page) => {
      await openForm(page, closed, "closed");
      const base = formOf(page).getByLabel("Base URL");
      const command = `npx @partner-referrals/sandbox --allow-origin ${new URL(site.url()).origin}`;
      assert.ok((await page.locator(".try-it-state").textContent())?.includes(command));
      await base.fill("http://127.0.0.1:9");
      await base.blur();
      await page.locator('.try-it-state[data-state="absent"]').waitFor();
      await base.fill("https://elsewhere.example");
      await base.blur();
      await page.locator('.try-it-state[data-state="remote"]').waitFor();
      assert.ok(
        await formOf(page)
          .getByRole("button", { name: /^Send / })
          .isDisabled(),
      );
      assert.equal(await formOf(page).getByLabel("Token").inputValue(), "");
    };
    // The browser reports the requests that fail.
    await assert.rejects(
      site.onPage(`${operationPath("getReferral")}/`, check, { otherServer: "http://127.0.0.1" }),
      (error: Error) => "actual" in error && JSON.stringify(error.actual).includes("CORS"),
    );
  });
});

describe("the checks of the form", () => {
  test("find nothing in the contract's own examples, and each missing property", () => {
    for (const operation of listOperations(contract)) {
      const { schemas, body, responses } = tryItData(contract, operation);
      const parts = [
        { schema: body?.schema, media: operation.requestBody },
        ...[...operation.responses].map(([status, media]) => ({ schema: responses[status]?.schema, media })),
      ];
      for (const { schema, media } of parts) {
        if (!schema || !media) continue;
        for (const { name, value } of bodyExamples(contract, media)) {
          assert.deepEqual(validate(value, schema, schemas), [], `${operation.id} ${name}`);
          const target = typeof schema.$ref === "string" ? schemas[schema.$ref.replace(/.*\//, "")] : schema;
          for (const required of [target?.required ?? []].flat().map(String)) {
            if (!isObject(value)) continue;
            const { [required]: _, ...rest } = value;
            const pointers = validate(rest, schema, schemas).map(({ pointer }) => pointer);
            assert.ok(pointers.includes(`/${required}`), `${operation.id} ${name} without ${required}`);
          }
        }
      }
    }
  });

  const cases: readonly [schema: object, valid: unknown, invalid: unknown][] = [
    [{ type: ["string", "null"] }, null, 1],
    [{ type: "integer", minimum: 1, maximum: 3 }, 2, 4],
    [{ type: "integer" }, 2, 2.5],
    [{ exclusiveMinimum: 0 }, 1, 0],
    [{ enum: ["a", 1] }, 1, "1"],
    [{ const: true }, true, "true"],
    [{ minLength: 1, maxLength: 2 }, "😀😀", "abc"],
    [{ pattern: "^a+$" }, "aa", "b"],
    [{ format: "uuid" }, "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1", "2f1c"],
    [{ format: "date-time" }, "2026-04-17T16:20:45Z", "2026-04-17"],
    [{ format: "uri" }, "https://a.example/b", "a.example"],
    [{ items: { type: "number" }, minItems: 1, maxItems: 2 }, [1], [1, "2"]],
    [{ minItems: 1 }, [1], []],
    [{ maxItems: 1 }, [1], [1, 2]],
    [{ uniqueItems: true }, [1, 2], [1, 1]],
    [{ contains: { const: 1 } }, [0, 1], [0]],
    [{ properties: { a: { type: "string" } }, required: ["a"] }, { a: "x", b: 1 }, { a: 1 }],
    [{ properties: { a: {} }, additionalProperties: false }, { a: 1 }, { b: 1 }],
    [{ additionalProperties: { type: "string" } }, { a: "x" }, { a: 1 }],
    [{ anyOf: [{ type: "null" }, { type: "string", maxLength: 1 }] }, "x", "xy"],
    [{ oneOf: [{ minimum: 0 }, { maximum: 10 }] }, 11, 5],
    [{ allOf: [{ minimum: 0 }, { maximum: 10 }] }, 5, 11],
    [{ not: { const: 1 } }, 2, 1],
    [
      JSON.parse(
        '{ "if": { "required": ["a"] }, "then": { "required": ["b"] }, "else": { "required": ["c"] } }',
      ),
      { c: 1 },
      { a: 1 },
    ],
    [{ $ref: "#/components/schemas/Text" }, "x", 1],
  ];
  for (const [schema, valid, invalid] of cases) {
    test(`know ${JSON.stringify(schema)}`, () => {
      const schemas = { Text: { type: "string" } };
      // A cast: the table has objects of many shapes.
      const checked = schema as Readonly<Record<string, unknown>>;
      assert.deepEqual(validate(valid, checked, schemas), []);
      assert.ok(validate(invalid, checked, schemas).length > 0);
    });
  }
});
