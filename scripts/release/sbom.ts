/** What a package is made of and needs, as CycloneDX. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PublishedPackage } from "@partner-referrals/support/packages";
import { pnpm } from "./pack.ts";

/** The name of the file for a package. */
function sbomName({ name, version }: PublishedPackage): string {
  return `${name.replace("@", "").replace("/", "-")}-${version}.cdx.json`;
}

/** Writes one file for each package into `folder`, the same for the same dependencies. */
export async function writeSboms(
  root: string,
  packages: readonly PublishedPackage[],
  folder: string,
): Promise<void> {
  const format = ["--sbom-format=cyclonedx", "--sbom-spec-version=1.6"];
  await pnpm(root, packages, "sbom", "--prod", "--split", ...format, "--out", join(folder, "%s-%v.cdx.json"));
  for (const published of packages) {
    const file = join(folder, sbomName(published));
    const { serialNumber, metadata, ...bill } = JSON.parse(await readFile(file, "utf8"));
    // Both are optional, and differ each time.
    const { timestamp, ...others } = metadata;
    await writeFile(file, `${JSON.stringify({ ...bill, metadata: others }, null, 2)}\n`);
  }
}
