/** The known vulnerabilities of what this repository depends on, as the registry lists them. */
import { execFile } from "node:child_process";
import { childEnvironment } from "@partner-referrals/support/repository";

export interface Advisory {
  readonly severity: string;
  readonly title: string;
  readonly url: string;
  readonly module_name: string;
  readonly vulnerable_versions: string;
  /** Null or `<0.0.0` while there is no fix. */
  readonly patched_versions?: string | null;
  readonly findings: readonly { readonly version: string }[];
}

export interface AuditOptions {
  readonly root: string;
  /** Only what users of the published packages install. */
  readonly isPublished: boolean;
}

/** A registry that does not respond, or has no advisories. */
export class RegistryError extends Error {
  override name = "RegistryError";

  /** True when it says that it does not know the question. */
  get hasNoAdvisories(): boolean {
    // pnpm breaks its lines, with a bar before each.
    const message = this.message.replace(/[\s│]+/g, " ");
    return /AUDIT_ENDPOINT_NOT_EXISTS|responded with (404|405|501)\b/.test(message);
  }
}

/**
 * Asks the registry for severe advisories.
 *
 * @throws RegistryError when it does not tell.
 */
export async function severeAdvisories({ root, isPublished }: AuditOptions): Promise<Advisory[]> {
  const args = ["audit", "--json", "--audit-level=high", "--config.fetch-retries=0"];
  if (isPublished) args.push("--prod");
  const output = await new Promise<string>((resolve, reject) => {
    const options = { cwd: root, env: childEnvironment(root), maxBuffer: 64 * 1024 * 1024, timeout: 30_000 };
    // It fails when it finds something, too.
    execFile("pnpm", args, options, (error, stdout, stderr) => {
      if (stdout.startsWith("{") || error === null) resolve(stdout);
      else reject(new RegistryError(stderr.trim() || error.message));
    });
  });
  const report: unknown = JSON.parse(output || "null");
  if (typeof report !== "object" || report === null || !("advisories" in report)) {
    throw new RegistryError(`The report has no advisories: ${output.slice(0, 200)}`);
  }
  // A cast: that is what npm and pnpm report.
  const advisories = Object.values(report.advisories as Record<string, Advisory>);
  return advisories.filter(({ severity }) => severity === "high" || severity === "critical");
}

export function hasFix({ patched_versions }: Advisory): boolean {
  return Boolean(patched_versions) && patched_versions !== "<0.0.0";
}

/** An advisory in one line. */
export function describeAdvisory(advisory: Advisory): string {
  const { severity, title, url, module_name, findings } = advisory;
  const versions = [...new Set(findings.map(({ version }) => version))].join(", ");
  const fix = hasFix(advisory) ? `fixed in ${advisory.patched_versions}` : "no fix yet";
  return `${severity}: ${module_name} ${versions}, ${fix}. ${title} (${url})`;
}
