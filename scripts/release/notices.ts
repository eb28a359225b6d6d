/** The licences of what a package depends on, with their texts. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PublishedPackage } from "@partner-referrals/support/packages";
import { pnpm } from "./pack.ts";

/** Licences that ask for no more than their text. A dependency with another one needs a decision. */
const permissiveLicenses = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
];

interface Dependency {
  readonly name: string;
  readonly versions: readonly string[];
  /** Where each version is installed. */
  readonly paths: readonly string[];
  readonly license: string;
}

/**
 * The notices for one package, as Markdown. Undefined when it depends on nothing of others.
 *
 * @throws Error that names the dependency, when a licence is not permissive.
 */
export async function thirdPartyNotices(root: string, target: PublishedPackage): Promise<string | undefined> {
  // By licence.
  const listed: Record<string, Dependency[]> = JSON.parse(
    (await pnpm(root, [target], "licenses", "list", "--prod", "--json")) || "{}",
  );
  const dependencies = Object.values(listed).flat();
  if (dependencies.length === 0) return undefined;
  const rejected = dependencies.filter(({ license }) => !permissiveLicenses.includes(license));
  if (rejected.length > 0) {
    const names = rejected.map(({ name, license }) => `${name} (${license})`).join(", ");
    throw new Error(`${target.name} depends on packages whose licence needs a decision: ${names}`);
  }
  const entries = dependencies
    .flatMap(({ name, versions, paths, license }) =>
      paths.map((path, index) => ({ title: `${name} ${versions[index]}`, license, path })),
    )
    .sort((one, other) => one.title.localeCompare(other.title));
  const sections = entries.map(async ({ title, license, path }) => {
    const texts = await licenceTexts(path);
    return [`## ${title}`, `Licence: ${license}`, ...texts.map((text) => `\`\`\`text\n${text}\n\`\`\``)].join(
      "\n\n",
    );
  });
  const introduction = `npm installs these packages with ${target.name} ${target.version}. They are not part of it.`;
  return `${[`# Third-party notices`, introduction, ...(await Promise.all(sections))].join("\n\n")}\n`;
}

async function licenceTexts(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return texts.map((text) => text.replaceAll("\r\n", "\n").trim());
}
