/** What a web page can make the browser of this machine send, and what the sandbox responds. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, describe, test } from "node:test";
import { type SandboxOptions, startSandbox } from "@partner-referrals/sandbox";
import { collection, deal } from "./support/sandbox.ts";

/** Starts a sandbox, with a way to send it the lines of a request as they are. */
async function start(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ port: 0, logLevel: "silent", ...options });
  after(() => sandbox.close());
  const send = (...lines: string[]) =>
    new Promise<{ status: number; error: Record<string, unknown> }>((resolve, reject) => {
      const socket = connect(sandbox.port, "127.0.0.1", () =>
        socket.write(`${[...lines, "Authorization: Bearer any", "Connection: close"].join("\r\n")}\r\n\r\n`),
      );
      let received = "";
      socket.setEncoding("utf8").setTimeout(5000, () => reject(new Error("There is no response.")));
      socket.on("data", (text) => {
        received += text;
      });
      socket.on("error", reject).on("close", () => {
        const [head = "", body = ""] = received.split("\r\n\r\n", 2);
        const error = body.includes('"error"') ? JSON.parse(body.slice(body.indexOf("{"))).error : undefined;
        resolve({ status: Number(head.split(" ")[1]), error });
      });
    });
  const list = (host: string) => send(`GET ${collection} HTTP/1.1`, `Host: ${host}`);
  const reset = (...headers: string[]) =>
    send("POST /_sandbox/reset HTTP/1.1", "Host: localhost", "Content-Length: 0", ...headers);
  return { ...sandbox, send, list, reset };
}

const sandbox = await start();
const { send, list, reset } = sandbox;

describe("A request for a name that was made to lead here", () => {
  test("is rejected, whatever it asks for", async () => {
    for (const target of [
      collection,
      "/_sandbox",
      "/_sandbox/journal",
      "/nothing",
      "/%zz",
      `/${"x".repeat(9000)}`,
    ]) {
      const { status, error } = await send(`GET ${target} HTTP/1.1`, "Host: evil.example:4020");
      assert.deepEqual([status, error.code, error.target], [403, "accessDenied", "Host"], target);
      assert.match(JSON.stringify(error), /evil\.example.*--allow-host evil\.example/);
    }
  });

  test("is rejected however it is disguised", async () => {
    for (const host of [
      ...[
        "localhost.evil.example",
        "evil-localhost",
        "127.evil.example",
        "127.0.0.1.evil.example",
        "0.0.0.0",
      ],
      ...[
        "localhost@evil.example",
        "localhost:4020:80",
        "%6cocalhost",
        "[::2]",
        "[::ffff:127.0.0.1]",
        "128.0.0.1",
      ],
      ...["localhost..", "", " ", '"><script>', `${"x".repeat(254)}.localhost`],
    ])
      assert.equal((await list(host)).status, 403, host);
  });

  test("is rejected when the target names the host, or nothing does", async () => {
    assert.equal(
      (await send(`GET http://evil.example${collection} HTTP/1.1`, "Host: localhost")).status,
      403,
    );
    assert.equal(
      (await send(`GET HTTP://evil.example${collection} HTTP/1.1`, "Host: localhost")).status,
      403,
    );
    assert.equal(
      (await send(`GET http://localhost${collection} HTTP/1.1`, "Host: evil.example")).status,
      403,
    );
    const { status, error } = await send(`GET ${collection} HTTP/1.0`);
    assert.equal(status, 403);
    assert.match(String(error.message), /has no host/);
  });

  test("leaves nothing behind", async () => {
    sandbox.control.clearJournal();
    for (const target of [collection, "/%zz", "/nothing"])
      await send(`GET ${target} HTTP/1.1`, "Host: evil.example", "sandbox-universe: theirs");
    assert.deepEqual(sandbox.control.journal(), []);
    const universes = await fetch(`${sandbox.url}/_sandbox/universes`);
    assert.deepEqual(await universes.json(), ["default"]);
  });
});

describe("A request for this machine", () => {
  test("is responded to, by whichever of its names", async () => {
    for (const host of [
      ...["localhost", "LocalHost:4020", "localhost.", "localhost.:80", "app.localhost", "a.b.LOCALHOST.:1"],
      ...["127.0.0.1", "127.1.2.3:65535", "[::1]", "[::1]:4020", "[0:0:0:0:0:0:0:1]"],
    ])
      assert.equal((await list(host)).status, 200, host);
    assert.equal((await send(`GET http://127.0.0.1:1${collection} HTTP/1.1`, "Host: localhost")).status, 200);
    assert.equal((await send(`GET ${collection} HTTP/1.0`, "Host: localhost")).status, 200);
  });

  test("is accepted after one that was rejected, and the other way round", async () => {
    for (const _ of [1, 2]) {
      assert.equal((await list("localhost")).status, 200);
      assert.equal((await list("evil.example")).status, 403);
    }
  });

  test("may have a name that was allowed", async () => {
    const named = await start({ allowedHosts: ["Sandbox.test"] });
    assert.equal((await named.list("sandbox.TEST.:4020")).status, 200);
    assert.equal((await named.list("other.test")).status, 403);
    assert.equal((await named.reset("Origin: http://sandbox.test:3000")).status, 204);
    for (const wrong of ["http://sandbox.test", "a b", "*", ""])
      await assert.rejects(startSandbox({ port: 0, allowedHosts: [wrong] }), /is not a host name/);
  });

  test("may have any name where other machines can reach the sandbox", async () => {
    const open = await start({ host: "0.0.0.0", httpControl: true });
    assert.equal((await open.list("sandbox.example")).status, 200);
    assert.equal((await open.send(`GET ${collection} HTTP/1.0`)).status, 200);
    assert.equal((await open.reset("Origin: https://evil.example")).status, 403);
    assert.equal((await open.reset()).status, 204);
  });
});

describe("A web page", () => {
  test("of another host commands nothing", async () => {
    const { id } = await sandbox.client.create({ ...deal, type: "Independent" });
    for (const header of [
      ...["Origin: https://evil.example", "Origin: null", "Origin: http://localhost.evil.example", "Origin:"],
      ...["Origin: http://localhost http://evil.example", "Sec-Fetch-Site: cross-site"],
    ]) {
      const { status, error } = await reset(header);
      assert.deepEqual([status, error.code, error.target], [403, "accessDenied", "Origin"], header);
    }
    const disguised = "POST /%5Fsandbox/reset HTTP/1.1";
    assert.equal((await send(disguised, "Host: localhost", "Origin: https://evil.example")).status, 403);
    assert.equal((await sandbox.client.get(id)).id, id);
  });

  test("of another host reads no control", async () => {
    for (const path of ["", "/journal", "/universes", "/deliveries", "/webhooks/root.pem"]) {
      const { status } = await send(
        `GET /_sandbox${path} HTTP/1.1`,
        "Host: localhost",
        "Sec-Fetch-Site: cross-site",
      );
      assert.equal(status, 403, path);
    }
  });

  test("of this machine may use the controls", async () => {
    for (const header of [
      ...["Origin: http://LOCALHOST.:3000", "Origin: https://app.localhost", "Origin: http://[::1]:8080"],
      ...["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: none"],
    ])
      assert.equal((await reset(header)).status, 204, header);
    // `localhost` and `127.0.0.1` are two sites to a browser.
    assert.equal((await reset("Origin: http://localhost:3000", "Sec-Fetch-Site: cross-site")).status, 204);
  });
});
