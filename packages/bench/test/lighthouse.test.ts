import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Auditor, startAuditor } from "../subjects/lighthouse.ts";
import { type StaticServer, serveStatic } from "../subjects/static-server.ts";

const page = (head: string, body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`;
const titled =
  '<title>A page</title><meta name="description" content="A page for a test."><link rel="icon" href="data:,">';

let folder: string;
let server: StaticServer;
let auditor: Auditor;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-lighthouse-"));
  await writeFile(join(folder, "good.html"), page(titled, "<p>A text to read.</p>"));
  await writeFile(join(folder, "bad.html"), page("", '<img src="good.html"><script>missing();</script>'));
  server = await serveStatic(folder);
  auditor = await startAuditor();
});

after(async () => {
  await auditor?.close();
  await server?.close();
  await rm(folder, { recursive: true });
});

test("a page that Lighthouse has nothing against has all points", async () => {
  const { accessibility, bestPractices, seo } = await auditor.audit(`${server.url}/good.html`);
  assert.deepEqual(
    { accessibility, bestPractices, seo },
    { accessibility: 100, bestPractices: 100, seo: 100 },
  );
});

test("a page without a title, with an image without a text and an error has fewer", async () => {
  const { accessibility, bestPractices, seo } = await auditor.audit(`${server.url}/bad.html`);
  assert.ok(accessibility < 100, `accessibility ${accessibility}`);
  assert.ok(bestPractices < 100, `best practices ${bestPractices}`);
  assert.ok(seo < 100, `search engines ${seo}`);
});
