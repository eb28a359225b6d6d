import { sameBytes } from "../bytes.ts";
import { type Element, elements, finish, only, tags, take, takeIf } from "./der.ts";
import { type Extensions, readExtensions } from "./extensions.ts";
import { bits, identifier, smallInteger, time } from "./values.ts";

/** What is needed of an X.509 certificate (RFC 5280) to tell whether it may vouch for another one, or for a signature. */
export interface Certificate {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whom it was issued to, and who issued it: names in DER. */
  readonly subject: Uint8Array<ArrayBuffer>;
  readonly issuer: Uint8Array<ArrayBuffer>;
  /** The organizations of the subject. */
  readonly organizations: readonly string[];
  /** From when to when it is valid, in milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: PublicKey;
  /** What the issuer signed, with which algorithm, and the signature. */
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly extensions: Extensions;
}

/** The key of the subject. */
export interface PublicKey {
  /** A SubjectPublicKeyInfo in DER. */
  readonly info: Uint8Array<ArrayBuffer>;
  /** The elliptic curve, if it is on one. */
  readonly curve: string | undefined;
}

const organizationName = "2.5.4.10";

/**
 * Reads a certificate.
 *
 * @throws SyntaxError if the bytes are not exactly one, in DER.
 */
export function readCertificate(bytes: Uint8Array<ArrayBuffer>): Certificate {
  const outer = elements(only(bytes, tags.sequence).content);
  const signed = take(outer, tags.sequence);
  const algorithm = take(outer, tags.sequence);
  const signature = bits(take(outer, tags.bitString));
  finish(outer);

  const fields = elements(signed.content);
  const version = takeIf(fields, tags.version);
  const versionNumber = version ? smallInteger(only(version.content, tags.integer)) : 0;
  take(fields, tags.integer);
  const innerAlgorithm = take(fields, tags.sequence);
  const issuer = take(fields, tags.sequence);
  const validity = elements(take(fields, tags.sequence).content);
  const notBefore = time(validity);
  const notAfter = time(validity);
  finish(validity);
  const subject = take(fields, tags.sequence);
  const key = readKey(take(fields, tags.sequence));
  takeIf(fields, tags.issuerUniqueId);
  takeIf(fields, tags.subjectUniqueId);
  const extensions = takeIf(fields, tags.extensions);
  finish(fields);

  if (!sameBytes(innerAlgorithm.bytes, algorithm.bytes)) {
    throw new SyntaxError("The two signature algorithms differ.");
  }
  if (versionNumber > 2 || (extensions && versionNumber < 2)) {
    throw new SyntaxError("The version is unknown, or one without extensions.");
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
    signatureAlgorithm: identifier(take(elements(algorithm.content), tags.objectIdentifier)),
    signature,
    extensions: readExtensions(extensions),
  };
}

function readKey(info: Element): PublicKey {
  const parts = elements(info.content);
  const algorithm = elements(take(parts, tags.sequence).content);
  bits(take(parts, tags.bitString));
  finish(parts);
  take(algorithm, tags.objectIdentifier);
  const curve = takeIf(algorithm, tags.objectIdentifier);
  return { info: info.bytes, curve: curve && identifier(curve) };
}

/** A name is a sequence of sets of pairs. */
function organizationsOf(name: Element): string[] {
  return elements(name.content).flatMap((set) => {
    const pairs = elements(only(set.bytes, tags.set).content);
    return pairs.flatMap((pair) => {
      const parts = elements(only(pair.bytes, tags.sequence).content);
      const isOrganization = identifier(take(parts, tags.objectIdentifier)) === organizationName;
      const value = parts.shift();
      finish(parts);
      if (!value) throw new SyntaxError("An attribute of a name has no value.");
      return isOrganization ? [textOf(value)] : [];
    });
  });
}

/** RFC 5280 has two types of text for new certificates. One that is neither equals no organization. */
function textOf({ tag, content }: Element): string {
  const isText = tag === tags.utf8String || tag === tags.printableString;
  return isText ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content) : "";
}
