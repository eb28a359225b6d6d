/** Each page as Markdown, and llms.txt, which lists them for language models. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LinkResolver } from "./links.ts";
import type { Page } from "./page.ts";

export const llmsFile: string = "llms.txt";

/** @see https://llmstxt.org for the form of llms.txt */
export async function writeMarkdownFiles(
  pages: readonly Page[],
  resolve: LinkResolver,
  folder: string,
): Promise<void> {
  for (const page of pages) {
    const file = join(folder, `${page.path}.md`);
    const body = resolve(page, page.body("markdown"), "markdown");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `# ${page.title}\n\n> ${page.description}\n\n${body}\n`);
  }
  await writeFile(join(folder, llmsFile), listOf(pages));
}

const sections = [
  ["Guides", "guides/"],
  ["API reference", "reference"],
  ["Workflows", "workflows"],
  ["Packages", "packages/"],
  ["Optional", "changelog"],
] as const;

function listOf(pages: readonly Page[]): string {
  const parts = sections.map(([title, start]) => {
    const links = pages
      .filter(({ path }) => path.startsWith(start))
      .map((page) => `- [${page.title}](${page.path}.md): ${page.description}`);
    return `## ${title}\n\n${links.join("\n")}\n`;
  });
  return [
    "# Partner referrals\n",
    "> An independent contract of the Partner Center referrals API, with types, a client, a mock and a sandbox.\n",
    "The contract as files: [openapi.yaml](openapi.yaml), [openapi.json](openapi.json); for the registration of events, which is on another host, [event-registration.yaml](event-registration.yaml), [event-registration.json](event-registration.json).\n",
    ...parts,
  ].join("\n");
}
