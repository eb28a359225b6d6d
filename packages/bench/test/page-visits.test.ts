import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Browser } from "@partner-referrals/browser";
import { launchBrowser, load, read, textWithoutScripts } from "../subjects/page-visits.ts";
import { type StaticServer, serveStatic } from "../subjects/static-server.ts";

const swapMs = 300;

/** Shows its text, takes it away, and puts it where only a reader of the second screen sees it, and then back. */
const restless = `<!doctype html><title>Restless</title><p id="text">A text to read.</p><i hidden>Not a text.</i>
<script src="script.js"></script><img src="https://other.example/logo.svg">`;
const script = `
  const text = document.getElementById("text");
  setTimeout(() => text.remove(), ${swapMs});
  setTimeout(() => { text.style.marginTop = "3000px"; document.body.append(text); }, ${2 * swapMs});
  setTimeout(() => scrollTo(0, 3000), ${3 * swapMs});
  document.body.append("Written by a script.");`;

let folder: string;
let server: StaticServer;
let browser: Browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-pages-"));
  await writeFile(join(folder, "index.html"), restless);
  await writeFile(join(folder, "script.js"), script);
  server = await serveStatic(folder);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true });
});

test("a load has a first paint, what was sent for it, and whom else it asked", async () => {
  const sent = server.sentBytes();
  const { firstPaintMs, foreignRequests } = await load(browser, `${server.url}/`);
  assert.ok(firstPaintMs > 0);
  assert.equal(foreignRequests, 1);
  assert.equal(server.sentBytes() - sent, gzipSync(restless).length + gzipSync(script).length);
});

test("a text is there when it comes into view, and settled when it no longer leaves it", async () => {
  const { firstMs, settledMs } = await read(browser, `${server.url}/`, "A text to read.");
  assert.ok(firstMs < settledMs - 2 * swapMs, `${firstMs} to ${settledMs}`);
});

test("without scripts there is what the page itself shows", async () => {
  const text = await textWithoutScripts(browser, `${server.url}/`);
  assert.match(text, /A text to read/);
  assert.doesNotMatch(text, /Written by a script|Not a text/);
});
