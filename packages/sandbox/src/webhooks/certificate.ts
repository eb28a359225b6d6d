import { createSign, generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import * as der from "./der.ts";

/** What deliveries are signed with. */
export interface SigningKey {
  readonly key: KeyObject;
  /** The certificate of the key, as PEM. */
  readonly certificate: string;
  /** The root that vouches for it, as PEM. It exists for this process only, and no machine trusts it by itself. */
  readonly root: string;
}

interface Subject {
  readonly organization: string;
  readonly name: string;
}

const rootSubject: Subject = { organization: "Partner referrals sandbox", name: "Root for tests only" };
/** Receivers check that deliveries are signed by this organization, so the sandbox has to say so too. */
const signerSubject: Subject = { organization: "Microsoft Corporation", name: "Partner referrals sandbox" };

const sha256WithRsa = "1.2.840.113549.1.1.11";
const daysValid = 365;

/** Makes a root and, signed by it, the certificate of a new key. */
export async function createSigningKey(): Promise<SigningKey> {
  const generate = promisify(generateKeyPair);
  const [root, signer] = await Promise.all([
    generate("rsa", { modulusLength: 2048 }),
    generate("rsa", { modulusLength: 2048 }),
  ]);
  return {
    key: signer.privateKey,
    certificate: certify(signerSubject, signer.publicKey, root.privateKey, false),
    root: certify(rootSubject, root.publicKey, root.privateKey, true),
  };
}

/** A certificate (RFC 5280), signed by the root. */
function certify(subject: Subject, key: KeyObject, rootKey: KeyObject, isRoot: boolean): string {
  const algorithm = der.sequence(der.objectIdentifier(sha256WithRsa), der.nothing);
  const now = Date.now();
  const content = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf(rootSubject),
    der.sequence(der.time(new Date(now - 86_400_000)), der.time(new Date(now + daysValid * 86_400_000))),
    nameOf(subject),
    key.export({ type: "spki", format: "der" }),
    der.explicit(3, der.sequence(...extensions(isRoot))),
  );
  const signature = createSign("sha256").update(content).sign(rootKey);
  return toPem(der.sequence(content, algorithm, der.bitString(signature)));
}

function extensions(isRoot: boolean): Buffer[] {
  const critical = (identifier: string, value: Buffer) =>
    der.sequence(der.objectIdentifier(identifier), der.boolean(true), der.octetString(value));
  // Key usage: a root signs certificates (bit 5), the other one data (bit 0).
  const usage = isRoot
    ? der.bitString(Buffer.from([0b0000_0100]), 2)
    : der.bitString(Buffer.from([0b1000_0000]), 7);
  return [
    critical("2.5.29.19", isRoot ? der.sequence(der.boolean(true)) : der.sequence()),
    critical("2.5.29.15", usage),
  ];
}

function nameOf({ organization, name }: Subject): Buffer {
  const attribute = (identifier: string, value: string) =>
    der.set(der.sequence(der.objectIdentifier(identifier), der.utf8(value)));
  return der.sequence(attribute("2.5.4.10", organization), attribute("2.5.4.3", name));
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
