import { type DerNode, expect, expectEnd, optional, readAll, readSingle, tags } from "./der.ts";
import { bitString, boolean, oid, smallInteger } from "./values.ts";

/** The extensions of a certificate that matter for a chain. */
export interface Extensions {
  /** Whether the subject may issue certificates. */
  readonly isCa: boolean;
  /** The maximum number of CAs between this one and the end certificate. */
  readonly pathLength?: number | undefined;
  /** The purposes of the key: the first eight flags. Absent means any purpose. */
  readonly keyUsage?: number | undefined;
  /** A critical extension that this package does not support. The certificate must then be rejected. */
  readonly unknownCritical?: string | undefined;
}

const basicConstraints = "2.5.29.19";
const keyUsage = "2.5.29.15";
/** Further purposes of a key, such as TLS server authentication. None is documented for the signer of events. */
const extendedKeyUsage = "2.5.29.37";

/** Reads the extensions of a certificate, if there are any. */
export function readExtensions(extensions: DerNode | undefined): Extensions {
  if (!extensions) return { isCa: false };
  const values = new Map<string, DerNode>();
  let unknownCritical: string | undefined;
  for (const { bytes } of readAll(readSingle(extensions.content, tags.sequence).content)) {
    const parts = readAll(readSingle(bytes, tags.sequence).content);
    const name = oid(expect(parts, tags.objectIdentifier));
    const critical = optional(parts, tags.boolean);
    const isCritical = critical ? boolean(critical) : false;
    const value = expect(parts, tags.octetString);
    expectEnd(parts);
    if (values.has(name)) throw new SyntaxError("An extension occurs twice.");
    values.set(name, value);
    if (isCritical && ![basicConstraints, keyUsage, extendedKeyUsage].includes(name)) unknownCritical = name;
  }
  const usage = values.get(keyUsage);
  return {
    ...readConstraints(values.get(basicConstraints)),
    keyUsage: usage && (bitString(readSingle(usage.content, tags.bitString), true)[0] ?? 0),
    unknownCritical,
  };
}

function readConstraints(value: DerNode | undefined): Pick<Extensions, "isCa" | "pathLength"> {
  if (!value) return { isCa: false };
  const parts = readAll(readSingle(value.content, tags.sequence).content);
  const authority = optional(parts, tags.boolean);
  const pathLength = optional(parts, tags.integer);
  expectEnd(parts);
  return {
    isCa: authority ? boolean(authority) : false,
    pathLength: pathLength && smallInteger(pathLength),
  };
}
