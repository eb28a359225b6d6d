import assert from "node:assert/strict";
import { test } from "node:test";
import { hostHeaderIssue, hostInUrl, hostnameOf, isLoopback } from "@partner-referrals/server/hosts";

test("a Host header is read as a URL would read it", () => {
  for (const [host, expected] of [
    ["localhost", "localhost"],
    ["LocalHost.:80", "localhost"],
    ["[::1]:4020", "[::1]"],
    ["127.1", "127.0.0.1"],
    ["2130706433", "127.0.0.1"],
    ["user@localhost", undefined],
    ["localhost/x", undefined],
    ["a b", undefined],
    ["", undefined],
    ["x".repeat(300), undefined],
  ] as const)
    assert.equal(hostnameOf(host), expected, host);
});

test("only this machine is a loopback", () => {
  for (const host of ["localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]"])
    assert.ok(isLoopback(host), host);
  for (const host of ["0.0.0.0", "::", "localhost.example", "128.0.0.1", "127.0.0.1.example"])
    assert.ok(!isLoopback(host), host);
});

test("IPv6 addresses stand in brackets in a URL", () => {
  assert.deepEqual(["::1", "127.0.0.1"].map(hostInUrl), ["[::1]", "127.0.0.1"]);
});

test("a request has one Host header, and may have none in HTTP/1.0", () => {
  for (const [httpVersion, rawHeaders, isRight] of [
    ["1.1", ["Host", "a"], true],
    ["1.0", [], true],
    ["1.1", ["X", "Host"], false],
    ["1.1", ["Host", "a", "host", "a"], false],
    ["1.0", ["Host", "a", "HOST", "b"], false],
  ] as const)
    assert.equal(hostHeaderIssue({ httpVersion, rawHeaders: [...rawHeaders] }) === undefined, isRight);
});
