import { bytesEqual } from "../bytes.ts";
import type { Certificate } from "./certificate.ts";
import { isSignedBy } from "./signature.ts";

/** The flags of a key's usage (RFC 5280, 4.2.1.3). */
const digitalSignature = 0x80;
const certificateSigning = 0x04;

/**
 * Builds a chain from a certificate to one of the roots and validates it (RFC 5280, 6.1). Returns the reason if there is none.
 * All certificates of the chain must be valid now.
 */
export async function validateChain(
  signer: Certificate,
  others: readonly Certificate[],
  roots: readonly Certificate[],
  now: number,
): Promise<string | undefined> {
  const { keyUsage = digitalSignature, unknownCritical } = signer.extensions;
  if (unknownCritical)
    return `The certificate has the critical extension ${unknownCritical}, which is not supported.`;
  if (!(keyUsage & digitalSignature)) return "The key usage of the certificate does not include signatures.";
  if (roots.some(({ bytes }) => bytesEqual(bytes, signer.bytes))) return undefined;

  let reason = "No trusted root issued the certificate, or an intermediate CA is missing.";
  // Each is used once, so that certificates that issued one another do not lead to an endless loop.
  const unused = new Set(others);
  async function buildPath(certificate: Certificate, depth: number): Promise<boolean> {
    for (const issuer of [...roots, ...unused]) {
      if (!bytesEqual(issuer.subject, certificate.issuer)) continue;
      const problem = validateCa(issuer, depth, now);
      if (problem) reason = `An issuer of the certificate ${problem}.`;
      else if (await isSignedBy(certificate, issuer)) {
        if (roots.includes(issuer)) return true;
        unused.delete(issuer);
        if (await buildPath(issuer, depth + 1)) return true;
      }
    }
    return false;
  }
  return (await buildPath(signer, 0)) ? undefined : reason;
}

/** Why a certificate may not issue another one with `depth` CAs below it, or `undefined` if it may. */
function validateCa(
  { notBefore, notAfter, extensions }: Certificate,
  depth: number,
  now: number,
): string | undefined {
  const { isCa, pathLength = depth, keyUsage = certificateSigning, unknownCritical } = extensions;
  if (!isCa || !(keyUsage & certificateSigning)) return "is not a CA";
  if (now < notBefore || now > notAfter) return "is not valid today";
  if (depth > pathLength) return "may not have so many CAs below it";
  if (unknownCritical) return `has the critical extension ${unknownCritical}, which is not supported`;
  return undefined;
}
