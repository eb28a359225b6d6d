import { bytesEqual } from "../bytes.ts";
import { type DerNode, expect, expectEnd, optional, readAll, readSingle, tags } from "./der.ts";
import { type Extensions, readExtensions } from "./extensions.ts";
import { bitString, oid, smallInteger, time } from "./values.ts";

/** The parts of an X.509 certificate (RFC 5280) that are needed to validate a chain and a signature. */
export interface Certificate {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The names of the subject and the issuer, in DER. */
  readonly subject: Uint8Array<ArrayBuffer>;
  readonly issuer: Uint8Array<ArrayBuffer>;
  /** The organizations of the subject. */
  readonly organizations: readonly string[];
  /** The period of validity, in milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: PublicKey;
  /** The signed bytes, the object identifier of the algorithm, and the signature. */
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly extensions: Extensions;
}

/** The key of the subject. */
export interface PublicKey {
  /** A SubjectPublicKeyInfo in DER. */
  readonly info: Uint8Array<ArrayBuffer>;
  /** The object identifier of the elliptic curve, if it is an ECDSA key. */
  readonly curve: string | undefined;
}

const organizationName = "2.5.4.10";

/**
 * Reads a certificate.
 *
 * @throws SyntaxError if the bytes are not exactly one certificate in DER.
 */
export function readCertificate(bytes: Uint8Array<ArrayBuffer>): Certificate {
  const outer = readAll(readSingle(bytes, tags.sequence).content);
  const signed = expect(outer, tags.sequence);
  const algorithm = expect(outer, tags.sequence);
  const signature = bitString(expect(outer, tags.bitString));
  expectEnd(outer);

  const fields = readAll(signed.content);
  const version = optional(fields, tags.version);
  const versionNumber = version ? smallInteger(readSingle(version.content, tags.integer)) : 0;
  expect(fields, tags.integer);
  const innerAlgorithm = expect(fields, tags.sequence);
  const issuer = expect(fields, tags.sequence);
  const validity = readAll(expect(fields, tags.sequence).content);
  const notBefore = time(validity);
  const notAfter = time(validity);
  expectEnd(validity);
  const subject = expect(fields, tags.sequence);
  const key = readKey(expect(fields, tags.sequence));
  optional(fields, tags.issuerUniqueId);
  optional(fields, tags.subjectUniqueId);
  const extensions = optional(fields, tags.extensions);
  expectEnd(fields);

  if (!bytesEqual(innerAlgorithm.bytes, algorithm.bytes)) {
    throw new SyntaxError("The two signature algorithms differ.");
  }
  if (versionNumber > 2 || (extensions && versionNumber < 2)) {
    throw new SyntaxError("The version is not supported, or does not allow extensions.");
  }
  return {
    bytes,
    subject: subject.bytes,
    issuer: issuer.bytes,
    organizations: organizationsOf(subject),
    notBefore,
    notAfter,
    key,
    signed: signed.bytes,
    signatureAlgorithm: oid(expect(readAll(algorithm.content), tags.objectIdentifier)),
    signature,
    extensions: readExtensions(extensions),
  };
}

function readKey(info: DerNode): PublicKey {
  const parts = readAll(info.content);
  const algorithm = readAll(expect(parts, tags.sequence).content);
  bitString(expect(parts, tags.bitString));
  expectEnd(parts);
  expect(algorithm, tags.objectIdentifier);
  const curve = optional(algorithm, tags.objectIdentifier);
  return { info: info.bytes, curve: curve && oid(curve) };
}

/** A name is a sequence of sets of pairs. */
function organizationsOf(name: DerNode): string[] {
  return readAll(name.content).flatMap((set) => {
    const pairs = readAll(readSingle(set.bytes, tags.set).content);
    return pairs.flatMap((pair) => {
      const parts = readAll(readSingle(pair.bytes, tags.sequence).content);
      const isOrganization = oid(expect(parts, tags.objectIdentifier)) === organizationName;
      const value = parts.shift();
      expectEnd(parts);
      if (!value) throw new SyntaxError("An attribute of a name has no value.");
      return isOrganization ? [textOf(value)] : [];
    });
  });
}

/** RFC 5280 has two string types for new certificates. Any other equals no organization. */
function textOf({ tag, content }: DerNode): string {
  const isText = tag === tags.utf8String || tag === tags.printableString;
  return isText ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content) : "";
}
