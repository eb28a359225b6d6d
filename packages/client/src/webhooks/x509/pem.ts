import { fromBase64 } from "../bytes.ts";
import { type Certificate, readCertificate } from "./certificate.ts";

/**
 * Reads the certificates of a file: one in DER, or any number in PEM.
 *
 * @throws SyntaxError if there are none, or one of them is malformed.
 */
export function readCertificates(file: string | Uint8Array | ArrayBuffer): Certificate[] {
  if (typeof file === "string") return readPem(file);
  const bytes = new Uint8Array(file);
  // 0x30 begins a certificate in DER, and is the digit 0 in text.
  return bytes[0] === 0x30 ? [readCertificate(bytes)] : readPem(new TextDecoder().decode(bytes));
}

function readPem(text: string): Certificate[] {
  const blocks = text.split("-----BEGIN CERTIFICATE-----").slice(1);
  if (blocks.length === 0) throw new SyntaxError("It is neither DER nor PEM.");
  return blocks.map((block) => {
    const [content = "", ...after] = block.split("-----END CERTIFICATE-----");
    const bytes = after.length > 0 ? fromBase64(content.replace(/\s+/g, "")) : undefined;
    if (!bytes) throw new SyntaxError("A block is not base64, or has no end.");
    return readCertificate(bytes);
  });
}
