import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { rootCertificates } from "node:tls";
import {
  ReferralsWebhookError,
  type VerifyWebhookOptions,
  verifyWebhook,
} from "@partner-referrals/client/webhooks";
import {
  daysFromNow,
  eventSigner,
  extension,
  extensions,
  type Issue,
  signing,
} from "@partner-referrals/server/certificates";
import * as der from "@partner-referrals/server/der";
import { webhookCertificateHost } from "@partner-referrals/types";
import fc from "fast-check";
import { assertQuick } from "./processor-time.ts";
import { intermediate, keys, root } from "./webhooks/certificates.ts";
import { delivery, event, failedAs } from "./webhooks/deliveries.ts";

/** How many files of any bytes, and in how many ways each byte of a certificate is changed. */
const runs = Number(process.env.RUNS ?? 300);
const flipsOfByte = Number(process.env.FLIPS ?? 1);

const signer = eventSigner(intermediate, { keys });
const { certificate } = signer;
const sent = delivery(signer, `https://${webhookCertificateHost}/events.cer`);

/** Verifies a delivery with these bytes as its certificate. They do not come over HTTP, as there are thousands. */
function verify(file: Uint8Array, options: Partial<VerifyWebhookOptions> = {}) {
  return verifyWebhook(sent, {
    trustedRoots: [root.certificate],
    intermediates: [intermediate.certificate],
    fetch: async () => new Response(new Uint8Array(file)),
    ...options,
  });
}

const malformed = (file: Uint8Array, message?: string) =>
  assert.rejects(verify(file), failedAs("malformed-certificate"), message);

/** That a certificate is rejected as malformed, although its issuer signed it. */
const malformedAsSigned = (options: Issue, message?: string) =>
  malformed(eventSigner(intermediate, { keys, ...options }).certificate, message);

/** Changes one of the fields of a certificate before it is signed. They are numbered as in RFC 5280, from the version on. */
function withField(index: number, ...field: Buffer[]): Issue {
  return { edit: (fields) => fields.toSpliced(index, 1, ...field) };
}

const [version, serial, algorithm, issuer, validity, subject, key, extension_] = [0, 1, 2, 3, 4, 5, 6, 7];

test("the certificate that the others here are made from is good", async () => {
  assert.deepEqual((await verify(certificate)).raw, event);
});

test("a certificate with one byte changed is rejected, whichever it is", async () => {
  const flips = [0x01, 0x80, 0xff];
  for (let index = 0; index < certificate.length; index++) {
    for (const flipped of [...flips, ...flips].slice(index % 3, (index % 3) + flipsOfByte)) {
      const changed = Uint8Array.from(certificate);
      changed[index] = (changed[index] ?? 0) ^ flipped;
      await assert.rejects(verify(changed), ReferralsWebhookError, `byte ${index}`);
    }
  }
});

test("a certificate that is cut or lengthened anywhere is rejected", async () => {
  for (let length = 0; length < certificate.length; length++)
    await malformed(certificate.subarray(0, length));
  for (const more of [[0], [0x30, 0], [...certificate]])
    await malformed(Buffer.from([...certificate, ...more]));
  await malformed(der.sequence(certificate.subarray(4), der.nothing));
});

test("lengths must be definite, minimal and within what is there", async () => {
  const content = certificate.subarray(4);
  const { length } = content;
  const [high, low] = [length >> 8, length & 0xff];
  await verify(Buffer.from([0x30, 0x82, high, low, ...content]));
  for (const head of [
    [0x30, 0x80],
    [0x30, 0x83, 0, high, low],
    [0x30, 0x84, 0, 0, high, low],
    [0x30, 0x88, 0, 0, 0, 0, 0, 0, high, low],
    [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
    [0x30, 0xfe, high, low],
    [0x30, 0xff],
    [0x30, 0x82, high, low + 1],
    [0x30, 0x82, high, low - 1],
    [0x30, 0x7f],
    [0x30, 0x00],
    [0x30],
  ]) {
    await malformed(Buffer.from([...head, ...content]), head.join());
  }
  await malformed(Buffer.from([0x30, 0x80, ...content, 0, 0]));
  // A length that would fit into one byte, written in two.
  await malformedAsSigned(withField(serial, Buffer.from([0x02, 0x81, 0x01, 0x01])));
});

test("types must be the ones that RFC 5280 has there", async () => {
  for (let field = version; field <= extension_; field++) {
    if (field !== version && field !== extension_) await malformedAsSigned(withField(field), `no ${field}`);
    for (const tag of [0x00, 0x04, 0x31, 0x10, 0x3f, 0xa4, 0xff]) {
      await malformedAsSigned(
        {
          edit: (fields) =>
            fields.map((bytes, index) =>
              index === field ? Buffer.from([tag, ...bytes.subarray(1)]) : bytes,
            ),
        },
        `tag ${tag} for field ${field}`,
      );
    }
  }
  await malformedAsSigned({ edit: (fields) => [...fields, der.integer(1)] });
  await malformedAsSigned({ edit: (fields) => fields.toReversed() });
  await malformedAsSigned({ edit: () => [] });
});

test("the version must be known, and be the third for extensions", async () => {
  for (const value of [0, 1, 3, 127, 255]) await malformedAsSigned({ version: value });
  await malformedAsSigned(withField(version));
  await malformedAsSigned(withField(version, der.explicit(0, der.integer(2), der.integer(2))));
  await malformedAsSigned(withField(version, der.explicit(0)));
});

test("the unique ids of old are passed over", async () => {
  const publicKey = signer.publicKey.export({ type: "spki", format: "der" });
  const ids = [der.element(0x81, Buffer.from([0, 1])), der.element(0x82, Buffer.from([0, 2]))];
  assert.ok(
    await verify(eventSigner(intermediate, { keys, ...withField(key, publicKey, ...ids) }).certificate),
  );
  await malformedAsSigned(withField(key, publicKey, ...ids.toReversed()));
});

test("the algorithm must be the same inside and outside", async () => {
  const sha512 = der.sequence(der.identifier("1.2.840.113549.1.1.13"), der.nothing);
  await malformedAsSigned(withField(algorithm, sha512));
});

test("object identifiers must be whole and minimal", async () => {
  const named = (...bytes: number[]) =>
    withField(
      subject,
      der.sequence(der.set(der.sequence(der.element(0x06, Buffer.from(bytes)), der.utf8("x")))),
    );
  await malformedAsSigned(named());
  await malformedAsSigned(named(0x55, 0x04, 0x8a));
  await malformedAsSigned(named(0x55, 0x04, 0x80, 0x0a));
  await malformedAsSigned(named(0x55, ...Array(20).fill(0xff), 0x7f));
});

test("names must be sequences of sets of pairs", async () => {
  const attribute = der.sequence(der.identifier("2.5.4.10"), der.utf8("Microsoft Corporation"));
  for (const name of [
    der.sequence(attribute),
    der.sequence(der.sequence(attribute)),
    der.sequence(der.set(der.identifier("2.5.4.10"), der.utf8("Microsoft Corporation"))),
    der.sequence(der.set(der.sequence(der.identifier("2.5.4.10")))),
    der.sequence(
      der.set(der.sequence(der.identifier("2.5.4.10"), der.utf8("Microsoft Corporation"), der.nothing)),
    ),
    der.sequence(der.set(der.sequence(der.identifier("2.5.4.10"), der.element(0x0c, Buffer.from([0xff]))))),
  ]) {
    await malformedAsSigned(withField(subject, name));
  }
  for (const organization of [der.printable("Microsoft Corporation"), der.utf8("Microsoft Corporation")]) {
    const name = der.sequence(der.set(der.sequence(der.identifier("2.5.4.10"), organization)));
    assert.ok(await verify(eventSigner(intermediate, { keys, name }).certificate));
  }
  const longTag = der.sequence(
    der.set(der.sequence(der.identifier("2.5.4.3"), Buffer.from([0x1f, 0x01, 0x00]))),
  );
  await malformedAsSigned(withField(subject, longTag));
  const bmp = der.element(0x1e, Buffer.from("Microsoft Corporation", "utf16le").swap16());
  const name = der.sequence(der.set(der.sequence(der.identifier("2.5.4.10"), bmp)));
  await assert.rejects(
    verify(eventSigner(intermediate, { keys, name }).certificate),
    failedAs("certificate-subject-mismatch"),
  );
});

test("times must be in UTC and to the second", async () => {
  const until = (tag: number, text: string) =>
    withField(validity, der.sequence(der.time(daysFromNow(-1)), der.element(tag, Buffer.from(text))));
  for (const text of [
    "",
    "991231",
    "9912312359Z",
    "491231235959",
    "491231235959+0000",
    "491331235959Z",
    "4912312359590Z",
    "49123123595\0Z",
    " 491231235959Z",
  ]) {
    await malformedAsSigned(until(0x17, text), text);
  }
  for (const text of [
    "20491231235959",
    "20491231235959.1Z",
    "20491231235959+0100",
    "204912312359Z",
    "204912312359590Z",
    "20491231235959Z\0",
  ]) {
    await malformedAsSigned(until(0x18, text), text);
  }
  await malformedAsSigned(until(0x16, "491231235959Z"));
  await malformedAsSigned(withField(validity, der.sequence(der.time(daysFromNow(-1)))));
  const now = der.time(daysFromNow(0));
  await malformedAsSigned(withField(validity, der.sequence(now, now, now)));
  for (const [tag, text] of [
    [0x17, "491231235959Z"],
    [0x18, "20491231235959Z"],
  ] as const) {
    assert.ok(await verify(eventSigner(intermediate, { keys, ...until(tag, text) }).certificate));
  }
  // Two digits from 50 on are of the century before.
  const past = eventSigner(intermediate, { keys, ...until(0x17, "501231235959Z") });
  await assert.rejects(verify(past.certificate), failedAs("expired-certificate"));
});

test("extensions must be whole, and there once", async () => {
  const constraints = (...contents: Buffer[]) => extension("2.5.29.19", true, der.sequence(...contents));
  for (const all of [
    [signing(), signing()],
    [der.sequence()],
    [der.sequence(der.identifier("2.5.29.19"))],
    [der.sequence(der.identifier("2.5.29.19"), der.octets(der.sequence()), der.nothing)],
    [
      der.sequence(
        der.identifier("2.5.29.19"),
        der.element(0x01, Buffer.from([1])),
        der.octets(der.sequence()),
      ),
    ],
    [
      der.sequence(
        der.identifier("2.5.29.19"),
        der.element(0x01, Buffer.from([0xff, 0xff])),
        der.octets(der.sequence()),
      ),
    ],
    [extension("2.5.29.19", true, Buffer.alloc(0))],
    [extension("2.5.29.19", true, Buffer.concat([der.sequence(), der.sequence()]))],
    [constraints(der.boolean(true), der.integer(0), der.integer(0))],
    [constraints(der.integer(0), der.boolean(true))],
    [constraints(der.boolean(true), der.element(0x02))],
    [constraints(der.boolean(true), der.element(0x02, Buffer.from([0x80])))],
    [constraints(der.boolean(true), der.element(0x02, Buffer.from([0, 1])))],
    [constraints(der.boolean(true), der.element(0x02, Buffer.from([1, 1, 1, 1, 1])))],
    [extension("2.5.29.15", true, der.element(0x03))],
    [extension("2.5.29.15", true, der.bits(Buffer.from([0x81]), 1))],
    [extension("2.5.29.15", true, der.bits(Buffer.from([0x80]), 8))],
    [extension("2.5.29.15", true, der.bits(Buffer.alloc(0), 1))],
    [extension("2.5.29.15", true, der.octets(Buffer.from([0x80])))],
  ]) {
    await malformedAsSigned({ extensions: all });
  }
  const list = der.sequence(extensions.notAuthority());
  await malformedAsSigned(withField(extension_, der.explicit(3, list, list)));
  await malformedAsSigned(withField(extension_, der.explicit(3)));
  // Without any flag, the key is for nothing.
  const useless = eventSigner(intermediate, {
    keys,
    extensions: [extension("2.5.29.15", true, der.bits(Buffer.alloc(0)))],
  });
  await assert.rejects(verify(useless.certificate), failedAs("untrusted-certificate"));
});

test("a key that is none has signed nothing", async () => {
  const rsaKey = der.sequence(der.identifier("1.2.840.113549.1.1.1"), der.nothing);
  for (const content of [
    Buffer.alloc(0),
    der.sequence(),
    der.sequence(der.integer(1), der.integer(1)),
    Buffer.alloc(300, 0xff),
  ]) {
    const none = eventSigner(intermediate, {
      keys,
      ...withField(key, der.sequence(rsaKey, der.bits(content))),
    });
    await assert.rejects(verify(none.certificate), failedAs("invalid-signature"));
  }
  const bits = der.bits(Buffer.from([0]));
  await malformedAsSigned(withField(key, der.sequence(rsaKey, bits, der.nothing)));
  await malformedAsSigned(withField(key, der.sequence(rsaKey)));
  await malformedAsSigned(withField(key, der.sequence(rsaKey, der.bits(Buffer.from([8]), 3))));
});

test("a name that its issuer's is not the same byte for byte was issued by another", async () => {
  const sameText = der.sequence(
    der.set(der.sequence(der.identifier("2.5.4.3"), der.printable("Test Authority"))),
  );
  const other = eventSigner(intermediate, { keys, ...withField(issuer, sameText) });
  await assert.rejects(verify(other.certificate), failedAs("untrusted-certificate"));
});

test("any bytes are rejected, at once", async () => {
  const tags = fc.constantFrom(0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x17, 0x30, 0x31, 0xa0, 0xa3);
  const { tree } = fc.letrec<{ tree: Buffer }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.tuple(tags, fc.uint8Array()).map(([tag, content]) => der.element(tag, content)),
      fc
        .tuple(tags, fc.array(tie("tree"), { maxLength: 8 }))
        .map(([tag, contents]) => der.element(tag, ...contents)),
    ),
  }));
  const spliced = fc
    .tuple(fc.nat(certificate.length), fc.nat(20), fc.uint8Array({ maxLength: 20 }))
    .map(([start, count, bytes]) => Buffer.from([...certificate].toSpliced(start, count, ...bytes)));
  const any = fc.oneof(fc.uint8Array({ maxLength: 2000 }), tree, spliced);
  await fc.assert(
    fc.asyncProperty(any, async (bytes) => {
      if (certificate.equals(bytes)) return;
      await assertQuick(() => assert.rejects(verify(bytes), ReferralsWebhookError));
    }),
    { numRuns: runs },
  );
});

test("nesting without end, and files as large as allowed, are rejected at once", async () => {
  let nested: Buffer = Buffer.alloc(0);
  while (nested.length < 20_000) nested = der.sequence(nested);
  const many = der.sequence(...Array(30_000).fill(der.nothing));
  const blocks = "-----BEGIN CERTIFICATE-----\n".repeat(2000);
  const spaces = `-----BEGIN CERTIFICATE-----${" ".repeat(60_000)}-----END CERTIFICATE-----`;
  const digits = `-----BEGIN CERTIFICATE-----${"A".repeat(60_000)}!-----END CERTIFICATE-----`;
  for (const file of [nested, many, Buffer.from(blocks), Buffer.from(spaces), Buffer.from(digits)]) {
    await assertQuick(() => malformed(file));
  }
});

test("the certificates of the world's authorities are read as OpenSSL reads them", async () => {
  let signers = 0;
  for (const pem of rootCertificates) {
    const { subject } = new X509Certificate(pem).toLegacyObject();
    const organization = [subject.O].flat().join() || "Microsoft Corporation";
    const read = (options: Partial<VerifyWebhookOptions>) =>
      verify(Buffer.from(pem), { trustedRoots: [pem], ...options });
    const code = await read({ organization }).catch((error: ReferralsWebhookError) => error.code);
    if (code !== "invalid-signature") {
      // Most are for certificates only, and one has no organization.
      assert.match(String(code), /^(untrusted|expired|foreign)-certificate$/, pem);
      continue;
    }
    signers++;
    await assert.rejects(
      read({ organization: `${organization}.` }),
      failedAs("certificate-subject-mismatch"),
    );
  }
  assert.ok(signers > 10, `${signers}`);
});
