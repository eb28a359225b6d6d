import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { type DocsServer, serveDocs } from "../serve.ts";

const PAGE = "<!DOCTYPE html><html><body><p>First</p></body></html>\n";

describe("serveDocs", () => {
  let directory: string;
  let server: DocsServer | undefined;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "docs-"));
  });
  after(() => rm(directory, { recursive: true }));
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function serve(liveReload = false): Promise<string> {
    await writeFile(join(directory, "index.html"), PAGE);
    await writeFile(join(directory, "openapi.yaml"), "openapi: 3.1.1\n");
    server = await serveDocs({ port: 0, directory, liveReload });
    return server.url;
  }

  it("serves the files as they are", async () => {
    const url = await serve();
    assert.equal(await (await fetch(url)).text(), PAGE);
    assert.equal(await (await fetch(`${url}openapi.yaml`)).text(), "openapi: 3.1.1\n");
  });

  it("serves the built site where no folder is given", async () => {
    server = await serveDocs({ port: 0 });
    assert.match(await (await fetch(server.url)).text(), /<title>Partner referrals[^<]*<\/title>/);
  });

  it("answers 404 for anything else, above its folder too", async () => {
    const url = await serve();
    assert.equal((await fetch(`${url}missing`)).status, 404);
    assert.equal((await fetch(`${url}..%2f..%2fetc%2fpasswd`)).status, 404);
  });

  it("survives addresses that are none", async () => {
    const url = new URL(await serve(true));
    for (const path of ["//", "/%", "*", "/\\..\\.."]) {
      const request = get({ host: url.hostname, port: url.port, path });
      const [response] = await once(request, "response");
      response.resume();
      assert.ok([200, 404].includes(response.statusCode), path);
    }
    assert.equal((await fetch(url)).status, 200);
  });

  it("rejects with the code of the system when the port is busy", async () => {
    const { port } = new URL(await serve());
    for (const liveReload of [false, true]) {
      await assert.rejects(serveDocs({ port: Number(port), directory, liveReload }), { code: "EADDRINUSE" });
    }
  });

  it("tells an open page to reload when it is built again", { timeout: 5000 }, async () => {
    const url = await serve(true);
    assert.match(await (await fetch(url)).text(), /<p>First<\/p><script src="\/live-reload.js"><\/script>/);
    assert.match(await (await fetch(`${url}live-reload.js`)).text(), /new EventSource\("\/live-reload"\)/);
    const events = await fetch(`${url}live-reload`);
    assert.equal(events.headers.get("content-type"), "text/event-stream");

    const rebuilt = join(directory, "rebuilt.html");
    await writeFile(rebuilt, PAGE.replace("First", "Second"));
    await rename(rebuilt, join(directory, "index.html"));
    let received = "";
    const reader = events.body?.getReader();
    while (!received.includes("data: ")) {
      const { value } = (await reader?.read()) ?? {};
      received += Buffer.from(value ?? []).toString();
    }
    await reader?.cancel();
    assert.match(received, /data: changed/);
    assert.match(await (await fetch(url)).text(), /Second/);
  });

  it("watches the pages below the first one too", async () => {
    const url = await serve(true);
    await mkdir(join(directory, "guides"), { recursive: true });
    await writeFile(join(directory, "guides", "index.html"), PAGE);
    assert.match(await (await fetch(`${url}guides/`)).text(), /live-reload\.js/);
    assert.equal((await fetch(`${url}..%2f..%2fetc%2f`)).status, 404);
  });

  it("closes though pages listen for changes", { timeout: 5000 }, async () => {
    const url = await serve(true);
    const events = await fetch(`${url}live-reload`);
    await server?.close();
    server = undefined;
    await events.text().catch(() => "");
    await assert.rejects(fetch(url));
  });
});
