import { sameBytes } from "../bytes.ts";
import type { Certificate } from "./certificate.ts";
import { isSignedBy } from "./signature.ts";

/** The flags of a key's usage (RFC 5280, 4.2.1.3). */
const digitalSignature = 0x80;
const certificateSigning = 0x04;

/**
 * Why none of the roots vouches for a certificate, or `undefined` if one does: it is one of them, or a chain of authorities
 * leads from it to one of them. All of them must be valid now.
 */
export async function whyUntrusted(
  signer: Certificate,
  others: readonly Certificate[],
  roots: readonly Certificate[],
  now: number,
): Promise<string | undefined> {
  const { keyUsage = digitalSignature, unknownCritical } = signer.extensions;
  if (unknownCritical)
    return `The certificate has the critical extension ${unknownCritical}, which is unknown here.`;
  if (!(keyUsage & digitalSignature)) return "The certificate is not for signatures.";
  if (roots.some(({ bytes }) => sameBytes(bytes, signer.bytes))) return undefined;

  let reason = "No trusted root issued the certificate, or an authority in between is missing.";
  // Each is passed once, so that certificates that issued one another do not lead round in circles.
  const unused = new Set(others);
  async function leadsToRoot(certificate: Certificate, authorities: number): Promise<boolean> {
    for (const issuer of [...roots, ...unused]) {
      if (!sameBytes(issuer.subject, certificate.issuer)) continue;
      const problem = whyNotAuthority(issuer, authorities, now);
      if (problem) reason = `An issuer of the certificate ${problem}.`;
      else if (await isSignedBy(certificate, issuer)) {
        if (roots.includes(issuer)) return true;
        unused.delete(issuer);
        if (await leadsToRoot(issuer, authorities + 1)) return true;
      }
    }
    return false;
  }
  return (await leadsToRoot(signer, 0)) ? undefined : reason;
}

/** Why a certificate cannot issue another one, with so many authorities below it. */
function whyNotAuthority(
  { notBefore, notAfter, extensions }: Certificate,
  authorities: number,
  now: number,
): string | undefined {
  const {
    isAuthority,
    pathLength = authorities,
    keyUsage = certificateSigning,
    unknownCritical,
  } = extensions;
  if (!isAuthority || !(keyUsage & certificateSigning)) return "is not an authority";
  if (now < notBefore || now > notAfter) return "is not valid today";
  if (authorities > pathLength) return "may not have so many authorities below it";
  if (unknownCritical) return `has the critical extension ${unknownCritical}, which is unknown here`;
  return undefined;
}
