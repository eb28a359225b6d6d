/** Issues X.509 certificates (RFC 5280): the sandbox signs its deliveries with one, and tests verify valid and broken ones. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import * as der from "./der.ts";

/** A certificate with its private key. */
export interface Party {
  readonly name: Buffer;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly certificate: Buffer;
  readonly pem: string;
}

export interface Issue {
  /** Default: the certificate is its own issuer's. */
  issuer?: Party | undefined;
  keys?: Keys;
  name?: Buffer;
  notBefore?: Date;
  notAfter?: Date;
  extensions?: Buffer[];
  hash?: "sha1" | "sha256" | "sha384" | "sha512";
  version?: number;
  /** Default: 1. */
  serial?: Uint8Array;
  /** Changes to the parts of the signed certificate, in order, before it is signed. */
  edit?: (fields: Buffer[]) => Buffer[];
  /** A change to the signature. */
  editSignature?: (signature: Buffer) => Buffer;
}

export interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const rsa = (modulusLength: number = 2048): Keys => generateKeyPairSync("rsa", { modulusLength });
export const ec = (namedCurve: string): Keys => generateKeyPairSync("ec", { namedCurve });

const day = 86_400_000;
export const daysFromNow = (days: number): Date =>
  new Date(Math.trunc(Date.now() / 1000) * 1000 + days * day);

/** A name of an organization and a common name. */
export function name(commonName: string, ...organizations: string[]): Buffer {
  const attribute = (identifier: string, value: Buffer) =>
    der.set(der.sequence(der.identifier(identifier), value));
  return der.sequence(
    attribute("2.5.4.6", der.printable("US")),
    ...organizations.map((organization) => attribute("2.5.4.10", der.utf8(organization))),
    attribute("2.5.4.3", der.utf8(commonName)),
  );
}

export const extension = (identifier: string, critical: boolean, value: Buffer): Buffer =>
  der.sequence(der.identifier(identifier), ...(critical ? [der.boolean(true)] : []), der.octets(value));

export const extensions = {
  authority: (pathLength?: number): Buffer =>
    extension(
      "2.5.29.19",
      true,
      der.sequence(der.boolean(true), ...(pathLength === undefined ? [] : [der.integer(pathLength)])),
    ),
  notAuthority: (): Buffer => extension("2.5.29.19", true, der.sequence()),
  /** The flags from the first on, as a text of bits. */
  keyUsage: (flags: string): Buffer => {
    const bits = Buffer.from([Number.parseInt(flags.padEnd(8, "0"), 2)]);
    return extension("2.5.29.15", true, der.bits(bits, 8 - flags.length));
  },
  serverAuthentication: (): Buffer =>
    extension("2.5.29.37", false, der.sequence(der.identifier("1.3.6.1.5.5.7.3.1"))),
  hostName: (host: string): Buffer =>
    extension("2.5.29.17", false, der.sequence(der.element(0x82, Buffer.from(host)))),
};

export const signing = (): Buffer => extensions.keyUsage("1");
export const issuing = (): Buffer => extensions.keyUsage("000001");

const algorithms = {
  rsa: {
    sha1: "1.2.840.113549.1.1.5",
    sha256: "1.2.840.113549.1.1.11",
    sha384: "1.2.840.113549.1.1.12",
    sha512: "1.2.840.113549.1.1.13",
  },
  ec: {
    sha1: "1.2.840.10045.4.1",
    sha256: "1.2.840.10045.4.3.2",
    sha384: "1.2.840.10045.4.3.3",
    sha512: "1.2.840.10045.4.3.4",
  },
};

/** Issues a certificate. */
export function issue(options: Issue = {}): Party {
  const { keys = rsa(), name: subject = name("Test", "Test"), hash = "sha256", version = 2 } = options;
  const { notBefore = daysFromNow(-1), notAfter = daysFromNow(30), extensions: all = [] } = options;
  const signer = options.issuer ?? { name: subject, key: keys.privateKey };
  const isRsa = signer.key.asymmetricKeyType === "rsa";
  const algorithm = der.sequence(
    der.identifier(algorithms[isRsa ? "rsa" : "ec"][hash]),
    ...(isRsa ? [der.nothing] : []),
  );
  const fields = [
    der.explicit(0, der.integer(version)),
    der.element(0x02, options.serial ?? Buffer.from([1])),
    algorithm,
    signer.name,
    der.sequence(der.time(notBefore), der.time(notAfter)),
    subject,
    keys.publicKey.export({ type: "spki", format: "der" }),
    ...(all.length > 0 ? [der.explicit(3, der.sequence(...all))] : []),
  ];
  const signed = der.sequence(...(options.edit?.(fields) ?? fields));
  const signature = sign(hash, signed, signer.key);
  const certificate = der.sequence(
    signed,
    algorithm,
    der.bits(options.editSignature?.(signature) ?? signature),
  );
  return {
    name: subject,
    key: keys.privateKey,
    publicKey: keys.publicKey,
    certificate,
    pem: toPem(certificate),
  };
}

export function toPem(certificate: Uint8Array): string {
  const lines = Buffer.from(certificate).toString("base64").replaceAll(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** A root with one authority below it. */
export function authorities(): { root: Party; intermediate: Party } {
  const root = issue({
    name: name("Test Root", "Test Roots"),
    extensions: [extensions.authority(), issuing()],
  });
  const intermediate = issue({
    issuer: root,
    name: name("Test Authority", "Test Roots"),
    extensions: [extensions.authority(0), issuing()],
  });
  return { root, intermediate };
}

/** A certificate as the signer of events has one. */
export function eventSigner(issuer: Party, options: Issue = {}): Party {
  return issue({
    issuer,
    name: name("events.microsoft.example", "Microsoft Corporation"),
    extensions: [extensions.notAuthority(), signing(), extensions.serverAuthentication()],
    ...options,
  });
}
