/** Each page as Markdown, llms.txt, which lists them for language models, and llms-full.txt, which has them in one file. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LinkResolver } from "./links.ts";
import type { Page, PageKind } from "./page.ts";

export const llmsFile: string = "llms.txt";
export const llmsFullFile: string = "llms-full.txt";

const sections: readonly (readonly [title: string, kinds: readonly PageKind[]])[] = [
  ["Guides", ["guide"]],
  ["API reference", ["reference"]],
  ["Operations", ["operation"]],
  ["Events", ["event"]],
  ["Workflows", ["workflow"]],
  ["Packages", ["package"]],
  ["Schemas", ["schema"]],
  ["Optional", ["about"]],
];

/**
 * @param url where the site will be, if that is known: links in llms.txt are absolute then
 * @see https://llmstxt.org for the form of llms.txt
 */
export async function writeMarkdownFiles(
  pages: readonly Page[],
  resolve: LinkResolver,
  folder: string,
  url?: string,
): Promise<void> {
  const texts = new Map<Page, string>();
  for (const page of pages) {
    const file = join(folder, `${page.path}.md`);
    const body = resolve(page, page.body("markdown"), "markdown");
    const text = `# ${page.title}\n\n> ${page.description}\n\n${body}\n`;
    texts.set(page, text);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await writeFile(join(folder, llmsFile), listOf(pages, url));
  // The API of the packages is long, and in their declarations.
  const whole = [...texts].filter(([{ path }]) => !/^packages\/.*-api/.test(path));
  await writeFile(join(folder, llmsFullFile), whole.map(([, text]) => text).join("\n"));
}

function listOf(pages: readonly Page[], url: string | undefined): string {
  const link = (file: string) => (url ? new URL(file, url.endsWith("/") ? url : `${url}/`).href : file);
  const files = [
    ["openapi.yaml", "the contract, OpenAPI 3.1"],
    ["openapi.json", "the same as JSON"],
    ["event-registration.yaml", "the registration for events, which is on another host"],
    ["event-registration.json", "the same as JSON"],
    ["postman-collection.json", "every operation as a Postman request"],
    [llmsFullFile, "all guides and the whole reference in one file"],
  ].map(([file = "", text = ""]) => `- [${file}](${link(file)}): ${text}`);
  const parts = sections.map(([title, kinds]) => {
    const links = pages
      .filter(({ kind, path }) => kinds.includes(kind) && path !== "index")
      .map((page) => `- [${page.title}](${link(`${page.path}.md`)}): ${page.description}`);
    return `## ${title}\n\n${links.join("\n")}\n`;
  });
  return [
    "# Partner referrals\n",
    "> An independent contract of the Partner Center referrals API, with types, a client, a mock and a sandbox.\n",
    `## Files\n\n${files.join("\n")}\n`,
    ...parts,
  ].join("\n");
}
