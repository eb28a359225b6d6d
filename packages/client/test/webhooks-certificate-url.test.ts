import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { type VerifyWebhookOptions, verifyWebhook } from "@partner-referrals/client/webhooks";
import { ec, eventSigner, extensions, issue, name } from "@partner-referrals/server/certificates";
import { webhookCertificateHost } from "@partner-referrals/types";
import { closedUrl, serve } from "./server.ts";
import { intermediate, keys, root } from "./webhooks/certificates.ts";
import { delivery, event, failedAs } from "./webhooks/deliveries.ts";

const signer = eventSigner(intermediate, { keys });
const file = `${signer.pem}${intermediate.pem}`;
const trustedRoots = [root.pem];

/** Verifies a delivery with this certificate URL, and tells what was fetched. */
async function verify(certificateUrl: string, options: Partial<VerifyWebhookOptions> = {}) {
  const fetched: string[] = [];
  const verified = verifyWebhook(delivery(signer, certificateUrl), {
    trustedRoots,
    // Instead of the Internet, where the documented host is.
    fetch: async (url) => {
      fetched.push(url);
      return new Response(file);
    },
    ...options,
  });
  return {
    fetched,
    error: await verified.then(
      () => undefined,
      (error: unknown) => error,
    ),
  };
}

async function allowed(url: string, options?: Partial<VerifyWebhookOptions>, as = url): Promise<void> {
  const { fetched, error } = await verify(url, options);
  assert.equal(error, undefined);
  assert.deepEqual(fetched, [as]);
}

async function forbidden(url: string, options?: Partial<VerifyWebhookOptions>): Promise<void> {
  const { fetched, error } = await verify(url, options);
  assert.ok(failedAs("certificate-url-not-allowed")(error), url);
  assert.deepEqual(fetched, [], url);
}

test("certificates come from the documented host", async () => {
  await allowed(`https://${webhookCertificateHost}/cert/events.cer`);
  await allowed(`https://${webhookCertificateHost}/cert/events.cer?version=2`);
  const odd = `HTTPS://${webhookCertificateHost.toUpperCase()}:443/cert/../events.cer#fragment`;
  await allowed(odd, {}, `https://${webhookCertificateHost}/events.cer`);
});

test("nothing is fetched from any other host", async () => {
  for (const host of [
    "evil.example",
    `${webhookCertificateHost}.evil.example`,
    `evil.example#.${webhookCertificateHost}`,
    `evil.example?${webhookCertificateHost}`,
    `evil.example\\@${webhookCertificateHost}`,
    `${webhookCertificateHost}@evil.example`,
    `evil${webhookCertificateHost}`,
    `x.${webhookCertificateHost}`,
    `${webhookCertificateHost}.`,
    `${webhookCertificateHost}:8443`,
    webhookCertificateHost.slice(webhookCertificateHost.indexOf(".") + 1),
    "169.254.169.254",
    "127.0.0.1",
    "[::1]",
  ]) {
    await forbidden(`https://${host}/events.cer`);
  }
});

test("nothing is fetched without TLS, with credentials, or from what is no URL", async () => {
  for (const url of [
    `http://${webhookCertificateHost}/events.cer`,
    `ftp://${webhookCertificateHost}/events.cer`,
    `https://user@${webhookCertificateHost}/events.cer`,
    `https://user:password@${webhookCertificateHost}/events.cer`,
    `//${webhookCertificateHost}/events.cer`,
    "/events.cer",
    "file:///etc/passwd",
    "data:application/pkix-cert;base64,AAAA",
    "https://",
    "x",
  ]) {
    await forbidden(url);
    await forbidden(url, { allowLoopbackHttp: true });
  }
});

test("other hosts can be allowed, instead of the documented one", async () => {
  const certificateHosts = ["certificates.example", "Other.example:8443"];
  await allowed("https://certificates.example/events.cer", { certificateHosts });
  await allowed("https://other.example:8443/events.cer", { certificateHosts });
  for (const host of ["other.example", "certificates.example:8443", webhookCertificateHost]) {
    await forbidden(`https://${host}/events.cer`, { certificateHosts });
  }
  await forbidden("http://certificates.example/events.cer", { certificateHosts });
  await forbidden(`https://${webhookCertificateHost}/events.cer`, { certificateHosts: [] });
});

test("for the sandbox, this machine can be allowed without TLS, and no other", async () => {
  const allowLoopbackHttp = true;
  for (const host of ["127.0.0.1:4020", "127.1.2.3", "localhost:4020", "[::1]:4020"]) {
    await allowed(`http://${host}/events.cer`, { allowLoopbackHttp });
    await forbidden(`http://${host}/events.cer`);
    await forbidden(`https://${host}/events.cer`, { allowLoopbackHttp });
  }
  await allowed("http://2130706433/events.cer", { allowLoopbackHttp }, "http://127.0.0.1/events.cer");
  for (const host of ["127.evil.example", "localhost.evil.example", "0.0.0.0", "10.0.0.1", "[::]"]) {
    await forbidden(`http://${host}/events.cer`, { allowLoopbackHttp });
  }
});

test("a redirect is not followed, not even to an allowed host", async () => {
  const target = await serve((_, response) => response.end(file));
  const { url } = await serve((_, response) => response.writeHead(302, { location: target.url }).end());
  const { error } = await verify(`${url}/events.cer`, { allowLoopbackHttp: true, fetch });
  assert.ok(failedAs("unavailable-certificate")(error));
  assert.equal(target.received.length, 0);
});

test("a certificate is fetched over TLS", async () => {
  const authority = issue({
    keys: ec("P-256"),
    name: name("Test TLS Root", "Test"),
    extensions: [extensions.authority()],
  });
  const host = issue({
    keys: ec("P-256"),
    issuer: authority,
    name: name("localhost"),
    extensions: [extensions.hostName("localhost")],
  });
  const key = host.key.export({ type: "pkcs8", format: "pem" });
  const server = createServer({ key, cert: host.pem }, (_, response) => response.end(file));
  server.listen(0, "localhost");
  await once(server, "listening");
  after(() => server.closeAllConnections());
  after(() => server.close());
  // A cast: the address of a listening TCP server is not a string.
  const { port } = server.address() as AddressInfo;
  const options = { fetch, certificateHosts: [`localhost:${port}`] };

  const { error } = await verify(`https://localhost:${port}/events.cer`, options);
  assert.ok(failedAs("unavailable-certificate")(error), "Its TLS certificate is not trusted yet.");
  setDefaultCACertificates([...getCACertificates(), authority.pem]);
  const sent = delivery(signer, `https://localhost:${port}/events.cer`);
  assert.deepEqual((await verifyWebhook(sent, { trustedRoots, ...options })).raw, event);
});

test("a certificate that cannot be fetched says so", async () => {
  const unavailable = async (url: string, options: Partial<VerifyWebhookOptions> = {}) => {
    const { error } = await verify(url, { allowLoopbackHttp: true, fetch, ...options });
    assert.ok(failedAs("unavailable-certificate")(error));
  };
  await unavailable(await closedUrl());
  for (const status of [204, 304, 401, 404, 500, 503]) {
    const { url } = await serve((_, response) => response.writeHead(status).end(status === 204 ? "" : file));
    await unavailable(url);
  }
  const cut = await serve((_, response) => {
    response.writeHead(200, { "content-length": "100000" }).write(file, () => response.destroy());
  });
  await unavailable(cut.url);
});

test("a certificate is waited for no longer than timeoutMs", async () => {
  const options = { allowLoopbackHttp: true, timeoutMs: 100 };
  const silent = await serve(() => {});
  const halting = await serve((_, response) => response.writeHead(200).write(file.slice(0, 100)));
  const deaf = () => new Promise<never>(() => {});
  let signal: AbortSignal | null | undefined;
  const watched = (url: string, init: RequestInit) => {
    ({ signal } = init);
    return fetch(url, init);
  };
  for (const [url, fetchOf] of [
    [silent.url, watched],
    [halting.url, fetch],
    [silent.url, deaf],
  ] as const) {
    const { error } = await verify(url, { ...options, fetch: fetchOf });
    assert.ok(failedAs("unavailable-certificate")(error));
  }
  assert.ok(signal);
  // The download is told to end as well, by a timer of its own.
  if (!signal.aborted) await once(signal, "abort");
});

test("an endless file is not read to its end", async () => {
  let sent = 0;
  const { url } = await serve((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384, "A"))) sent += 16_384;
    };
    response.on("drain", more);
    more();
  });
  const { error } = await verify(url, { allowLoopbackHttp: true, fetch });
  assert.ok(failedAs("unavailable-certificate")(error));
  assert.ok(sent < 50_000_000);
});

test("what is no certificate says so", async () => {
  for (const content of [
    "",
    "<html></html>",
    "-----BEGIN CERTIFICATE-----",
    signer.pem.slice(0, signer.pem.indexOf("-----END")),
    "0",
    "{}",
    Buffer.alloc(1000),
    Buffer.alloc(1000, 0x30),
  ]) {
    const { url } = await serve((_, response) => response.end(content));
    const { error } = await verify(url, { allowLoopbackHttp: true, fetch });
    assert.ok(failedAs("malformed-certificate")(error), String(content));
  }
});
