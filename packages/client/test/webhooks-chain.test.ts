import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { rootCertificates } from "node:tls";
import { type VerifyWebhookOptions, verifyWebhook } from "@partner-referrals/client/webhooks";
import {
  authorities,
  daysFromNow,
  ec,
  eventSigner,
  extension,
  extensions,
  type Issue,
  issue,
  issuing,
  name,
  type Party,
  rsa,
  signing,
} from "@partner-referrals/server/certificates";
import * as der from "@partner-referrals/server/der";
import { assertQuick } from "./processor-time.ts";
import { serve } from "./server.ts";
import { intermediate, keys, root } from "./webhooks/certificates.ts";
import { delivery, event, failedAs } from "./webhooks/deliveries.ts";

const signer = eventSigner(intermediate, { keys });

const files = new Map<string, string | Buffer>();
// Making keys holds this process up, which keep-alive connections do not survive.
const { url } = await serve((received, response) =>
  response.writeHead(200, { connection: "close" }).end(files.get(received.url)),
);

/** Verifies a delivery of the file's first certificate. */
function verify(file: [Party, ...Party[]], options: Partial<VerifyWebhookOptions> = {}) {
  const path = `/${files.size}`;
  files.set(path, file.map(({ pem }) => pem).join(""));
  return verifyWebhook(delivery(file[0], url + path), {
    trustedRoots: [root.pem],
    allowLoopbackHttp: true,
    ...options,
  });
}

const untrusted = (file: [Party, ...Party[]], options?: Partial<VerifyWebhookOptions>) =>
  assert.rejects(verify(file, options), failedAs("untrusted-certificate"));

/** An authority below another one. */
const authority = (issuer: Party, options: Issue = {}) =>
  issue({
    issuer,
    keys: ec("P-256"),
    name: name(`Authority ${Math.random()}`, "Test"),
    extensions: [extensions.authority(), issuing()],
    ...options,
  });

const rootNamed = (commonName: string, options: Issue) =>
  issue({ keys: ec("P-256"), name: name(commonName), extensions: [extensions.authority()], ...options });

test("OpenSSL takes the certificates of these tests for what they are meant to be", () => {
  const elliptic = rootNamed("Elliptic", { keys: ec("P-384") });
  for (const [party, issuer] of [
    [root, root],
    [intermediate, root],
    [signer, intermediate],
    [eventSigner(elliptic, { keys, hash: "sha384" }), elliptic],
  ] as const) {
    const read = new X509Certificate(party.certificate);
    assert.ok(read.checkIssued(new X509Certificate(issuer.certificate)));
    assert.ok(read.verify(issuer.publicKey));
    assert.equal(read.ca, issuer === root);
  }
  const read = new X509Certificate(signer.certificate);
  assert.match(read.subject, /^O=Microsoft Corporation$/m);
  assert.deepEqual(read.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
});

test("a chain over an authority to a trusted root is trusted", async () => {
  assert.deepEqual((await verify([signer, intermediate])).raw, event);
  assert.ok(await verify([signer, intermediate, root]));
  assert.ok(await verify([signer, root, intermediate]));
  assert.ok(await verify([eventSigner(root, { keys })]));
});

test("certificates are read as DER and PEM, alone and together, as text and bytes", async () => {
  const path = "/der.cer";
  files.set(path, signer.certificate);
  const sent = delivery(signer, url + path);
  const options = { allowLoopbackHttp: true, intermediates: [intermediate.pem] };
  for (const trustedRoots of [
    [root.pem],
    [`A root\n${intermediate.pem}\n${root.pem.replaceAll("\n", "\r\n")}`],
    [Buffer.from(root.pem)],
    [root.certificate],
    [new Uint8Array(root.certificate).buffer],
    [...rootCertificates, root.pem],
  ]) {
    assert.ok(await verifyWebhook(sent, { ...options, trustedRoots }));
  }
});

test("an authority that the file lacks can be given, which does not make it trusted", async () => {
  await untrusted([signer]);
  assert.ok(await verify([signer], { intermediates: [intermediate.pem] }));
  await untrusted([signer], { intermediates: [intermediate.pem], trustedRoots: rootCertificates });
});

test("an authority, or the certificate itself, can be what is trusted", async () => {
  assert.ok(await verify([signer], { trustedRoots: [intermediate.pem] }));
  assert.ok(await verify([signer], { trustedRoots: [signer.pem] }));
  const selfSigned = issue({ keys, name: name("sandbox", "Microsoft Corporation") });
  assert.ok(await verify([selfSigned], { trustedRoots: [selfSigned.pem] }));
});

test("another root is not trusted, nor one of the same name", async () => {
  const impostor = authorities();
  await untrusted([signer, intermediate], { trustedRoots: [impostor.root.pem] });
  await untrusted([eventSigner(impostor.intermediate, { keys }), impostor.intermediate, impostor.root]);
  await untrusted([eventSigner(impostor.intermediate, { keys }), intermediate]);
  await untrusted([signer, intermediate], { trustedRoots: rootCertificates });
});

test("a certificate that signed itself is not trusted", async () => {
  const all = [extensions.authority(), issuing(), signing()];
  await untrusted([
    issue({ keys, name: name("events", "Microsoft Corporation"), extensions: all.slice(0, 1) }),
  ]);
  await untrusted([issue({ keys, name: root.name, extensions: all.slice(0, 1) })]);
  await untrusted([issue({ keys, name: name("events", "Microsoft Corporation") }), intermediate, root]);
});

test("what is not an authority cannot issue", async () => {
  const issuers: Party[] = [
    eventSigner(root, { keys }),
    authority(root, { extensions: [] }),
    authority(root, { extensions: [extensions.notAuthority(), issuing()] }),
    authority(root, { extensions: [extensions.authority(), signing()] }),
    authority(root, { version: 0, extensions: [], edit: (fields) => fields.slice(1) }),
  ];
  for (const issuer of issuers) await untrusted([eventSigner(issuer, { keys }), issuer]);
});

test("an authority may have only so many below it", async () => {
  const one = authority(root, { extensions: [extensions.authority(1), issuing()] });
  const two = authority(one);
  const three = authority(two);
  assert.ok(await verify([eventSigner(two, { keys }), two, one]));
  await untrusted([eventSigner(three, { keys }), three, two, one]);
  const limited = rootNamed("Limited Root", { extensions: [extensions.authority(0), issuing()] });
  const below = authority(limited);
  await untrusted([eventSigner(below, { keys }), below], { trustedRoots: [limited.pem] });
});

test("all of a chain must be valid today", async () => {
  const past = { notBefore: daysFromNow(-10), notAfter: daysFromNow(-1) };
  const future = { notBefore: daysFromNow(1), notAfter: daysFromNow(10) };
  for (const when of [past, future]) {
    const expired = eventSigner(intermediate, { keys, ...when });
    await assert.rejects(verify([expired, intermediate]), failedAs("expired-certificate"));
    const issuer = authority(root, when);
    await untrusted([eventSigner(issuer, { keys }), issuer]);
    const oldRoot = rootNamed("Old Root", when);
    await untrusted([eventSigner(oldRoot, { keys })], { trustedRoots: [oldRoot.pem] });
  }
  const far = { notBefore: new Date("1951-01-01"), notAfter: new Date("9999-12-31T23:59:59Z") };
  assert.ok(await verify([eventSigner(intermediate, { keys, ...far }), intermediate]));
});

test("with an authority that was renewed, the valid certificate of the two is found", async () => {
  const issuerKeys = ec("P-256");
  const renewed = (when: Issue) =>
    authority(root, { keys: issuerKeys, name: name("Renewed", "Test"), ...when });
  const old = renewed({ notBefore: daysFromNow(-10), notAfter: daysFromNow(-1) });
  const current = renewed({});
  assert.ok(await verify([eventSigner(old, { keys }), old, current]));
});

test("a critical extension that is unknown forbids the use, another one does not", async () => {
  const constraints = (critical: boolean) => extension("2.5.29.30", critical, der.sequence());
  const own = (critical: boolean) =>
    eventSigner(intermediate, { keys, extensions: [signing(), constraints(critical)] });
  const above = (critical: boolean) =>
    authority(root, { extensions: [extensions.authority(), constraints(critical)] });
  for (const critical of [true, false]) {
    const issuer = above(critical);
    const chains: [Party, ...Party[]][] = [
      [own(critical), intermediate],
      [eventSigner(issuer, { keys }), issuer],
    ];
    for (const chain of chains) await (critical ? untrusted(chain) : verify(chain));
  }
});

test("the key of the certificate must be for signatures", async () => {
  const withUsage = (...usage: Buffer[]) =>
    verify([eventSigner(intermediate, { keys, extensions: usage }), intermediate]);
  assert.ok(await withUsage());
  assert.ok(await withUsage(extensions.keyUsage("101")));
  await assert.rejects(withUsage(extensions.keyUsage("001")), failedAs("untrusted-certificate"));
  await assert.rejects(withUsage(issuing()), failedAs("untrusted-certificate"));
});

test("the certificate must be issued to the one organization", async () => {
  const issuedTo = (...organizations: string[]) =>
    eventSigner(intermediate, { keys, name: name("events.microsoft.example", ...organizations) });
  for (const organizations of [
    [],
    [""],
    ["Contoso"],
    ["microsoft corporation"],
    ["Microsoft Corporation "],
    ["Microsoft Corporation\0"],
    ["\uFEFFMicrosoft Corporation"],
    ["Microsoft Corporation, Inc."],
    ["Contoso", "Microsoft Corporation"],
    ["Microsoft Corporation", "Contoso"],
  ]) {
    await assert.rejects(
      verify([issuedTo(...organizations), intermediate]),
      failedAs("certificate-subject-mismatch"),
    );
  }
  const contoso = issuedTo("Contoso");
  assert.ok(await verify([contoso, intermediate], { organization: "Contoso" }));
  await assert.rejects(
    verify([signer, intermediate], { organization: "Contoso" }),
    failedAs("certificate-subject-mismatch"),
  );
  const inCommonName = eventSigner(intermediate, { keys, name: name("O=Microsoft Corporation", "Contoso") });
  await assert.rejects(verify([inCommonName, intermediate]), failedAs("certificate-subject-mismatch"));
});

test("chains are signed with RSA or ECDSA, and SHA-2", async () => {
  const rsaKeys = rsa();
  for (const [authorityKeys, hash] of [
    [rsaKeys, "sha384"],
    [rsaKeys, "sha512"],
    [rsa(3072), "sha256"],
    [ec("P-256"), "sha256"],
    [ec("P-384"), "sha384"],
    [ec("P-384"), "sha512"],
  ] as const) {
    const issuer = authority(root, { keys: authorityKeys });
    assert.ok(await verify([eventSigner(issuer, { keys, hash }), issuer]));
  }
});

test("the numbers of an ECDSA signature may be short, and must be two", async () => {
  const issuer = authority(root, { keys: ec("P-256") });
  // An integer shorter than 32 bytes begins with a zero that is not written; one in some hundred does.
  for (const isShort of [
    (signature: Buffer) => Number(signature[3]) < 32,
    (signature: Buffer) => Number(signature[5 + Number(signature[3])]) < 32,
  ]) {
    let found = false;
    const editSignature = (signature: Buffer) => {
      found = isShort(signature);
      return signature;
    };
    let party = eventSigner(issuer, { keys, editSignature });
    while (!found) party = eventSigner(issuer, { keys, editSignature });
    assert.ok(await verify([party, issuer]));
  }
  for (const editSignature of [
    (signature: Buffer) => der.sequence(signature.subarray(2), der.integer(1)),
    (signature: Buffer) => der.sequence(der.integer(0), signature.subarray(2)),
    (signature: Buffer) => Buffer.concat([signature, der.integer(1)]),
    (signature: Buffer) => signature.subarray(2),
    () => der.sequence(der.integer(0), der.integer(0)),
    () => der.sequence(der.integer(1), der.element(0x02, Buffer.alloc(40, 1))),
    () => der.sequence(),
    () => Buffer.alloc(64),
  ]) {
    await untrusted([eventSigner(issuer, { keys, editSignature }), issuer]);
  }
});

test("weak or unknown algorithms are not trusted", async () => {
  await untrusted([eventSigner(intermediate, { keys, hash: "sha1" }), intermediate]);
  for (const authorityKeys of [rsa(1024), ec("secp256k1"), ec("P-521")]) {
    const issuer = authority(root, { keys: authorityKeys });
    await untrusted([eventSigner(issuer, { keys }), issuer]);
  }
});

test("a signer whose key is weak or not RSA has signed nothing", async () => {
  for (const signerKeys of [rsa(1024), ec("P-256")]) {
    const weak = eventSigner(intermediate, { keys: signerKeys });
    await assert.rejects(verify([weak, intermediate]), failedAs("invalid-signature"));
  }
});

test("authorities that issued one another lead nowhere, at once", async () => {
  const names = [name("One"), name("Two")] as const;
  const [oneKeys, twoKeys] = [ec("P-256"), ec("P-256")];
  const as = (own: Buffer, ownKeys: typeof oneKeys) => issue({ keys: ownKeys, name: own });
  const one = as(names[0], oneKeys);
  const two = as(names[1], twoKeys);
  const all = { extensions: [extensions.authority()] };
  const ring = Array.from({ length: 4 }, () => [
    issue({ issuer: one, keys: twoKeys, name: names[1], ...all }),
    issue({ issuer: two, keys: oneKeys, name: names[0], ...all }),
  ]).flat();
  await assertQuick(() => untrusted([eventSigner(one, { keys }), ...ring]));
  await assert.rejects(
    verify([eventSigner(one, { keys }), ...ring, ...ring]),
    failedAs("malformed-certificate"),
    "More certificates than any chain has.",
  );
});
