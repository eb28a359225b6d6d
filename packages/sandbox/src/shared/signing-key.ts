import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Database } from "../store/postgres/connect.ts";
import { readSetting, replaceSetting } from "../store/postgres/setting-rows.ts";
import { createSigningKey, type SigningKey } from "../webhooks/certificate.ts";

const setting = "signing-key";
/** A key that expires sooner is replaced when an instance needs it first. */
const minValidMs = 30 * 86_400_000;

interface StoredKey {
  /** PKCS #8, as PEM. */
  readonly key: string;
  readonly certificate: string;
  readonly root: string;
}

/** The key that all instances sign events with, made by the first one that needs it. */
export async function loadSigningKey(database: Database): Promise<SigningKey> {
  const stored = await readSetting(database, setting);
  if (stored !== undefined && isValid(stored)) return parseKey(stored);
  const { key, certificate, root } = await createSigningKey();
  const made: StoredKey = { key: String(key.export({ type: "pkcs8", format: "pem" })), certificate, root };
  return parseKey(await replaceSetting(database, setting, stored, JSON.stringify(made)));
}

function isValid(stored: string): boolean {
  const { certificate } = readKey(stored);
  return Date.parse(new X509Certificate(certificate).validTo) - Date.now() > minValidMs;
}

function parseKey(stored: string): SigningKey {
  const { key, ...certificates } = readKey(stored);
  return { ...certificates, key: createPrivateKey(key) };
}

function readKey(stored: string): StoredKey {
  // A cast: `loadSigningKey` wrote it.
  return JSON.parse(stored) as StoredKey;
}
