import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ReferralsWebhookError, verifyWebhook } from "@partner-referrals/client/webhooks";
import { webhookCertificateHost } from "@partner-referrals/types";
import { runScript } from "./snippets-shell.ts";
import { readSnippet, runModule, snippets, withFolder } from "./snippets-support.ts";

const guide = "verify-webhooks";
const run = promisify(execFile);
/** The test vector of the guide. */
const vector = ["body.txt", "signature.txt", "certificate.pem", "root.pem"];

/** The same bytes with one bit flipped. */
function withFlippedBit(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}

describe("Verify webhooks", () => {
  const folder = withFolder();
  before(async () => {
    for (const file of [...vector, "verify.py"]) {
      await cp(fileURLToPath(new URL(`${guide}/${file}`, snippets)), join(folder(), file));
    }
  });

  test("verifies the vector with OpenSSL", async () => {
    const output = await runScript(await readSnippet(`${guide}/verify.sh`), { cwd: folder() });
    assert.match(output, /certificate\.pem: OK[\s\S]*Verified OK/);
  });

  test("verifies the vector in Python, as PEM and as DER", async () => {
    const { stdout } = await run("python3", ["verify.py"], { cwd: folder() });
    assert.equal(stdout, "verified\n");
    const der = "openssl x509 -in certificate.pem -outform DER -out certificate.der";
    await runScript(der, { cwd: folder() });
    const script = (await readSnippet(`${guide}/verify.py`)).replace(
      'Path("certificate.pem")',
      'Path("certificate.der")',
    );
    const verified = await run("python3", ["-c", script], { cwd: folder() });
    assert.equal(verified.stdout, "verified\n");
  });

  test("rejects another body, another root and another host in Python", async () => {
    const source = await readSnippet(`${guide}/verify.py`);
    const changes: readonly [from: string, to: string, message: RegExp][] = [
      ['Path("body.txt").read_bytes()', 'Path("body.txt").read_bytes() + b" "', /ValueError/],
      [
        '        "root.pem",\n    )',
        '        "certificate.pem",\n    )',
        /verification failed|unable to get/,
      ],
      [
        '    print("verified")',
        '    fetch_certificate("https://evil.example/c.pem")',
        /evil\.example are not/,
      ],
    ];
    for (const [from, to, message] of changes) {
      assert.ok(source.includes(from), from);
      await assert.rejects(run("python3", ["-c", source.replace(from, to)], { cwd: folder() }), message);
    }
    assert.ok(source.includes(`"${webhookCertificateHost}"`));
    assert.ok(
      (await readFile(new URL("../guides/verify-webhooks.md", import.meta.url), "utf8")).includes(
        `\`${webhookCertificateHost}\``,
      ),
    );
  });

  test("verifies the vector with the client, and nothing that differs from it in one bit", async () => {
    const { log } = await runModule(`${guide}/verify.ts`);
    assert.equal(log.length, 1);
    const [body, signature, certificate, root] = await Promise.all(
      vector.map((file) => readFile(new URL(`${guide}/${file}`, snippets))),
    );
    assert.ok(body && signature && certificate && root);
    const verify = (ownBody: Buffer, ownSignature: string) =>
      verifyWebhook(
        {
          headers: {
            authorization: `Signature ${ownSignature}`,
            "x-ms-certificate-url": `https://${webhookCertificateHost}/vector.pem`,
            "x-ms-signature-algorithm": "rsa-sha256",
          },
          body: ownBody,
        },
        { trustedRoots: [root], fetch: async () => new Response(certificate) },
      );
    await verify(body, String(signature));
    await assert.rejects(verify(withFlippedBit(body, 20), String(signature)), ReferralsWebhookError);
    const decoded = Buffer.from(String(signature), "base64");
    const other = withFlippedBit(decoded, 100).toString("base64");
    await assert.rejects(verify(body, other), ReferralsWebhookError);
    await writeFile(join(folder(), "signature.txt"), other);
    await assert.rejects(run("python3", ["verify.py"], { cwd: folder() }), /ValueError/);
  });
});
