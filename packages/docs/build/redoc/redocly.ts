/** Runs Redocly's build-docs. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const CLI = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"));
const CONFIG = fileURLToPath(new URL("../../redocly.yaml", import.meta.url));

/**
 * Renders an OpenAPI file as one HTML page with the Redoc script inside.
 *
 * @throws Error with Redocly's own message when it fails.
 */
export async function buildDocs(options: {
  readonly openapi: string;
  readonly output: string;
  readonly title: string;
}): Promise<void> {
  const args = [CLI, "build-docs", options.openapi, "--output", options.output, "--title", options.title];
  const env = {
    ...process.env,
    NODE_ENV: "production",
    REDOCLY_TELEMETRY: "off",
    REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  };
  try {
    await run(process.execPath, [...args, "--inlineBundle", "--config", CONFIG], { env });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new Error(`redocly build-docs failed:\n${output.trim()}`, { cause: error });
  }
}
