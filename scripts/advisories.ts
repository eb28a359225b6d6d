/**
 * `pnpm advisories`: asks the registry for known vulnerabilities. Severe ones with a fix in what users install fail;
 * others are listed. A registry that does not respond is an error in CI, and a warning on a machine that may be offline.
 * One that has no advisories, as many mirrors have none, is a warning everywhere: asking again would not help.
 */
import { repositoryRoot } from "@partner-referrals/support/repository";
import { describeAdvisory, hasFix, RegistryError, severeAdvisories } from "./supply-chain/advisories.ts";

async function main(): Promise<void> {
  const [published, all] = await Promise.all(
    [true, false].map((isPublished) => severeAdvisories({ root: repositoryRoot, isPublished })),
  );
  const blocking = (published ?? []).filter(hasFix);
  const urls = new Set(blocking.map(({ url }) => url));
  const others = (all ?? []).filter(({ url }) => !urls.has(url));
  for (const advisory of others) console.warn(`Known, and not failing: ${describeAdvisory(advisory)}`);
  for (const advisory of blocking) console.error(describeAdvisory(advisory));
  if (blocking.length > 0) {
    throw new Error("Raise these in pnpm-workspace.yaml, in the catalog or as an override.");
  }
  console.log("No severe vulnerability with a fix is known in what users install.");
}

await main().catch((error: unknown) => {
  const isWarning = error instanceof RegistryError && (error.hasNoAdvisories || !process.env.CI);
  const text = error instanceof Error ? error.message : String(error);
  if (isWarning) console.warn(`NOT CHECKED for known vulnerabilities. The registry does not tell:\n${text}`);
  else console.error(text);
  process.exitCode = isWarning ? 0 : 1;
});
