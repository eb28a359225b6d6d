import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib";

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

/** More codings than this on one body are taken for an attack. */
const maxCodings = 3;

/**
 * Undoes the content codings of a body, the last one first.
 *
 * @param maxOutputLength in bytes, after each of them
 * @returns undefined when one is unknown, the bytes are not of it, or they are too many.
 */
export async function decodeBody(
  bytes: Buffer,
  contentEncoding: string | undefined,
  maxOutputLength: number,
): Promise<Buffer | undefined> {
  const codings = (contentEncoding ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > maxCodings) return undefined;
  let decoded = bytes;
  for (const coding of codings.reverse()) {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    if (decode === undefined) return undefined;
    try {
      decoded = await decode(decoded, { maxOutputLength });
    } catch {
      return undefined;
    }
  }
  return decoded;
}
