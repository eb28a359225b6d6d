import { generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import {
  daysFromNow,
  extensions,
  issue,
  issuing,
  name,
  signing,
} from "@partner-referrals/server/certificates";
import { webhookSignerOrganization } from "@partner-referrals/types";

/** What deliveries are signed with. */
export interface SigningKey {
  readonly key: KeyObject;
  /** The certificate of the key, as PEM. */
  readonly certificate: string;
  /** The root that issued it, as PEM. It exists for this process only, and no machine trusts it by itself. */
  readonly root: string;
}

const daysValid = 365;

/** Makes a root and, issued by it, the certificate of a new key. */
export async function createSigningKey(): Promise<SigningKey> {
  const generate = promisify(generateKeyPair);
  const [rootKeys, keys] = await Promise.all([
    generate("rsa", { modulusLength: 2048 }),
    generate("rsa", { modulusLength: 2048 }),
  ]);
  const root = issue({
    keys: rootKeys,
    name: name("Root for tests only", "Partner referrals sandbox"),
    extensions: [extensions.authority(), issuing()],
    notAfter: daysFromNow(daysValid),
    serial: createSerial(),
  });
  const signer = issue({
    issuer: root,
    keys,
    // Receivers verify that deliveries are signed by this organization.
    name: name("Partner referrals sandbox", webhookSignerOrganization),
    extensions: [extensions.notAuthority(), signing()],
    notAfter: daysFromNow(daysValid),
    serial: createSerial(),
  });
  return { key: signer.key, certificate: signer.pem, root: root.pem };
}

/** Positive: the first bit is 0. */
function createSerial(): Buffer {
  return Buffer.concat([Buffer.from([1]), randomBytes(15)]);
}
