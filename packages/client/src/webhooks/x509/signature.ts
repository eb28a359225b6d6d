import type { Certificate, PublicKey } from "./certificate.ts";
import { expect, expectEnd, readAll, readSingle, tags } from "./der.ts";

/** Signature algorithms of certificates, without SHA-1, which is broken. */
const algorithms: Readonly<Record<string, { readonly hash: string; readonly isEcdsa: boolean }>> = {
  "1.2.840.113549.1.1.11": { hash: "SHA-256", isEcdsa: false },
  "1.2.840.113549.1.1.12": { hash: "SHA-384", isEcdsa: false },
  "1.2.840.113549.1.1.13": { hash: "SHA-512", isEcdsa: false },
  "1.2.840.10045.4.3.2": { hash: "SHA-256", isEcdsa: true },
  "1.2.840.10045.4.3.3": { hash: "SHA-384", isEcdsa: true },
  "1.2.840.10045.4.3.4": { hash: "SHA-512", isEcdsa: true },
};

/** Elliptic curves, with the size of a coordinate in bytes. */
const curves: Readonly<Record<string, { readonly namedCurve: string; readonly size: number }>> = {
  "1.2.840.10045.3.1.7": { namedCurve: "P-256", size: 32 },
  "1.3.132.0.34": { namedCurve: "P-384", size: 48 },
};

/** NIST SP 800-131A disallows shorter keys. */
const minRsaBits = 2048;

/** Whether a certificate was signed with the key of an issuer. */
export async function isSignedBy(certificate: Certificate, { key }: Certificate): Promise<boolean> {
  const algorithm = algorithms[certificate.signatureAlgorithm];
  if (!algorithm) return false;
  const verifyWith = algorithm.isEcdsa ? verifyEcdsa : verifyRsa;
  return verifyWith(key, algorithm.hash, certificate.signature, certificate.signed);
}

/** Verifies an RSA signature (PKCS#1 v1.5) over the data. */
export function verifyRsa(
  key: PublicKey,
  hash: string,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return verify(key, { name: "RSASSA-PKCS1-v1_5", hash }, signature, data);
}

async function verifyEcdsa(
  key: PublicKey,
  hash: string,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const curve = curves[key.curve ?? ""];
  const numbers = curve && derSignatureToRaw(signature, curve.size);
  if (!numbers) return false;
  return verify(key, { name: "ECDSA", namedCurve: curve.namedCurve, hash }, numbers, data);
}

async function verify(
  { info }: PublicKey,
  algorithm: { name: string; hash: string; namedCurve?: string },
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("spki", info, algorithm, false, ["verify"]);
    if ("modulusLength" in key.algorithm && Number(key.algorithm.modulusLength) < minRsaBits) return false;
    return await crypto.subtle.verify(algorithm, key, signature, data);
  } catch {
    // The key is malformed, or is for another algorithm.
    return false;
  }
}

/** Certificates hold the two numbers of an ECDSA signature as DER integers; Web Crypto wants them in a fixed width. */
function derSignatureToRaw(
  signature: Uint8Array<ArrayBuffer>,
  size: number,
): Uint8Array<ArrayBuffer> | undefined {
  const raw = new Uint8Array(2 * size);
  try {
    const numbers = readAll(readSingle(signature, tags.sequence).content);
    for (const end of [size, 2 * size]) {
      const { content } = expect(numbers, tags.integer);
      const digits = content[0] === 0 ? content.subarray(1) : content;
      if (digits.length > size) return undefined;
      raw.set(digits, end - digits.length);
    }
    expectEnd(numbers);
    return raw;
  } catch {
    return undefined;
  }
}
