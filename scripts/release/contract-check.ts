/** Whether the changesets that wait say what the contract's changes since its last version ask for. */
import { join } from "node:path";
import { type Change, contractChanges, type Impact, largestImpact } from "@partner-referrals/spec/changes";
import { type OpenApiDocument, readDocument } from "@partner-referrals/spec/model";
import { contractPackage, publishedPackages } from "@partner-referrals/support/packages";
import { pendingBumps, suffices } from "./changesets.ts";

/** The contract as the last version has it. `release:version` writes it; nothing else does. */
export const baselineFile = "spec/baseline/openapi.json";

/** The contract as it is now. A build writes it. */
export const bundleFile = "spec/dist/contract.json";

export interface ContractCheck {
  /** The last version. */
  readonly version: string;
  readonly changes: readonly Change[];
  /** What each package needs at least. Undefined when nothing changed. */
  readonly needed: Impact | undefined;
  /** The packages for which no changeset says so, with what waits for them. */
  readonly missing: readonly { readonly name: string; readonly pending: Impact | undefined }[];
}

/**
 * Compares the contract with that of the last version. Every published package is made from it or responds by it, so each
 * must be released with at least the bump of the contract: a property that is gone is gone from the types, from what the
 * client returns and from what mock and sandbox respond with.
 */
export async function checkContract(root: string): Promise<ContractCheck> {
  const [baseline, bundle] = [readBaseline(root), readBundle(root)];
  const packages = await publishedPackages(root);
  const version = baseline.info.version;
  const current = packages.find(({ name }) => name === contractPackage)?.version;
  if (version !== current) {
    throw new Error(
      `${contractPackage} is ${current}, but ${baselineFile} is the contract of ${version}. ` +
        "Versions are set by release:version, which saves both.",
    );
  }
  const changes = await contractChanges(baseline, bundle);
  const needed = largestImpact(changes);
  const pending = await pendingBumps(root);
  const missing = packages.flatMap(({ name }) => {
    const bump = pending.get(name);
    return needed === undefined || suffices(bump, needed) ? [] : [{ name, pending: bump }];
  });
  return { version, changes, needed, missing };
}

function readBaseline(root: string): OpenApiDocument {
  return readDocument(join(root, baselineFile));
}

/** Reads the contract as it is now. Throws, with the next step, when it is not built. */
function readBundle(root: string): OpenApiDocument {
  try {
    return readDocument(join(root, bundleFile));
  } catch (cause) {
    throw new Error(`${bundleFile} cannot be read. Build it: npx --yes pnpm@12 build`, { cause });
  }
}
