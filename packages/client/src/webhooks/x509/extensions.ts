import { type Element, elements, finish, only, tags, take, takeIf } from "./der.ts";
import { bits, boolean, identifier, smallInteger } from "./values.ts";

/** What the extensions of a certificate say. */
export interface Extensions {
  /** Whether the subject may issue certificates. */
  readonly isAuthority: boolean;
  /** How many authorities may stand between this one and the certificate at the end. */
  readonly pathLength?: number | undefined;
  /** What the key is for: the first flags of it. Absent, it is for anything. */
  readonly keyUsage?: number | undefined;
  /** A critical extension that nothing is known of here. The certificate must not be used then. */
  readonly unknownCritical?: string | undefined;
}

const basicConstraints = "2.5.29.19";
const keyUsage = "2.5.29.15";
/** What a key is for beyond its usage, such as being a web server's. Nothing is documented for the signer of events. */
const extendedKeyUsage = "2.5.29.37";

/** Reads the extensions of a certificate, if it has any. */
export function readExtensions(extensions: Element | undefined): Extensions {
  if (!extensions) return { isAuthority: false };
  const values = new Map<string, Element>();
  let unknownCritical: string | undefined;
  for (const { bytes } of elements(only(extensions.content, tags.sequence).content)) {
    const parts = elements(only(bytes, tags.sequence).content);
    const name = identifier(take(parts, tags.objectIdentifier));
    const critical = takeIf(parts, tags.boolean);
    const isCritical = critical ? boolean(critical) : false;
    const value = take(parts, tags.octetString);
    finish(parts);
    if (values.has(name)) throw new SyntaxError("An extension is there twice.");
    values.set(name, value);
    if (isCritical && ![basicConstraints, keyUsage, extendedKeyUsage].includes(name)) unknownCritical = name;
  }
  const usage = values.get(keyUsage);
  return {
    ...readConstraints(values.get(basicConstraints)),
    keyUsage: usage && (bits(only(usage.content, tags.bitString), true)[0] ?? 0),
    unknownCritical,
  };
}

function readConstraints(value: Element | undefined): Pick<Extensions, "isAuthority" | "pathLength"> {
  if (!value) return { isAuthority: false };
  const parts = elements(only(value.content, tags.sequence).content);
  const authority = takeIf(parts, tags.boolean);
  const pathLength = takeIf(parts, tags.integer);
  finish(parts);
  return {
    isAuthority: authority ? boolean(authority) : false,
    pathLength: pathLength && smallInteger(pathLength),
  };
}
