import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { type DocsServer, serveDocs } from "../../serve.ts";

const page = "<!DOCTYPE html><html><body><p>First</p></body></html>\n";

describe("serveDocs", () => {
  let directory: string;
  let server: DocsServer | undefined;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "docs-"));
    await writeFile(join(directory, "index.html"), page);
    await writeFile(join(directory, "openapi.yaml"), "openapi: 3.1.1\n");
  });
  after(() => rm(directory, { recursive: true }));
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function serve(): Promise<string> {
    server = await serveDocs({ port: 0, directory });
    return server.url;
  }

  test("serves the files as they are", async () => {
    const url = await serve();
    assert.equal(await (await fetch(url)).text(), page);
    assert.equal(await (await fetch(`${url}openapi.yaml`)).text(), "openapi: 3.1.1\n");
  });

  test("serves the built site where no folder is given", async () => {
    server = await serveDocs({ port: 0 });
    assert.match(await (await fetch(server.url)).text(), /<title>Partner referrals[^<]*<\/title>/);
  });

  test("responds with 404 to anything else, above its folder too", async () => {
    const url = await serve();
    assert.equal((await fetch(`${url}missing`)).status, 404);
    assert.equal((await fetch(`${url}..%2f..%2fetc%2fpasswd`)).status, 404);
  });

  test("asks to come back while the site is being built, and has it then", async () => {
    const later = join(directory, "later");
    server = await serveDocs({ port: 0, directory: later });
    const response = await fetch(server.url);
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("refresh"), "2");
    assert.match(await response.text(), /being built/);
    await mkdir(later);
    await writeFile(join(later, "index.html"), page);
    assert.equal(await (await fetch(server.url)).text(), page);
  });

  test("survives invalid addresses", async () => {
    const url = new URL(await serve());
    for (const path of ["//", "/%", "*", "/\\..\\.."]) {
      const request = get({ host: url.hostname, port: url.port, path });
      const [response] = await once(request, "response");
      response.resume();
      assert.ok([200, 404].includes(response.statusCode), path);
    }
    assert.equal((await fetch(url)).status, 200);
  });

  test("rejects with the code of the system when the port is busy", async () => {
    const { port } = new URL(await serve());
    await assert.rejects(serveDocs({ port: Number(port), directory }), { code: "EADDRINUSE" });
  });
});
