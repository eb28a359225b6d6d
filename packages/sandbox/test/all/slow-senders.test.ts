import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { describe, test } from "node:test";
import { collection, start } from "../support/sandbox.ts";

const sandbox = await start({ logLevel: "silent" });

describe("A sender that is slow", () => {
  test("is cut off after ten seconds, with headers as with a body", async () => {
    const head = "Host: localhost\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\n";
    const started = performance.now();
    const drip = async (start: string, part: string): Promise<string> => {
      const sockets: Socket[] = [];
      const received = new Promise<string>((resolve) => {
        const socket = connect(sandbox.port, "127.0.0.1", () => socket.write(start));
        let text = "";
        socket.on("data", (data) => {
          text += data;
        });
        socket.on("close", () => resolve(text)).on("error", () => {});
        sockets.push(socket);
      });
      const timer = setInterval(() => sockets[0]?.write(part), 1000);
      try {
        return await received;
      } finally {
        clearInterval(timer);
      }
    };
    const responses = await Promise.all([
      drip(`GET ${collection} HTTP/1.1\r\nHost: localhost\r\n`, "x: y\r\n"),
      drip(`POST ${collection} HTTP/1.1\r\n${head}Content-Length: 1000\r\n\r\n`, " "),
    ]);
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds > 9 && seconds < 15, `${seconds} seconds`);
    for (const response of responses) assert.match(response, /^HTTP\/1.1 408 .*"error"/s);
  });
});
