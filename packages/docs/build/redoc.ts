/** The whole contract on one page, as `redocly build-docs` makes it. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const cli = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"));
const config = fileURLToPath(new URL("../redocly.yaml", import.meta.url));

/**
 * Writes the page with Redoc's script inside. Its policy keeps the browser from fetching Redoc's logo, which no option
 * switches off, and from sending anything anywhere.
 *
 * @throws Error with Redocly's own message when it fails.
 */
export async function buildRedoc(openapi: string, output: string): Promise<void> {
  await mkdir(dirname(output), { recursive: true });
  const env = {
    ...process.env,
    NODE_ENV: "production",
    REDOCLY_TELEMETRY: "off",
    REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  };
  try {
    const args = ["build-docs", openapi, "--output", output, "--inlineBundle", "--config", config];
    await run(process.execPath, [cli, ...args], { env });
  } catch (error) {
    const message = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new Error(`redocly build-docs failed:\n${message.trim()}`, { cause: error });
  }
  await writeFile(output, withPolicy(await readFile(output, "utf8")));
}

/** Redoc sets style attributes as it draws, so its styles cannot be listed by hash. */
function withPolicy(html: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${scriptHashes(html).join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html.replace(
    /<meta charset="utf-?8" ?\/?>/i,
    (charset) => `${charset}\n  <meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}

/** The script ends at the first end tag, as in browsers: the scripts that Redocly writes hold none. */
function scriptHashes(html: string): string[] {
  return [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(
    ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
}
