/** The API reference of the packages, from their TSDoc. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, type TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import type { Page } from "./page.ts";

/** A package, or one of its further entry points, becomes one page. */
interface Documented {
  readonly path: string;
  readonly title: string;
  readonly entry: string;
}

const documentedPackages: readonly Documented[] = [
  { path: "packages/client", title: "Client", entry: "client" },
  { path: "packages/client-webhooks", title: "Client: webhooks", entry: "client/webhooks" },
  { path: "packages/client-preview", title: "Client: 2018 preview", entry: "client/preview" },
  { path: "packages/mock", title: "Mock", entry: "mock" },
  { path: "packages/sandbox", title: "Sandbox", entry: "sandbox" },
];

const packagesFolder = new URL("../../", import.meta.url);
const tsconfig = fileURLToPath(new URL("../tsconfig.packages.json", import.meta.url));

const options: Partial<TypeDocOptions> & Partial<PluginOptions> = {
  plugin: ["typedoc-plugin-markdown"],
  tsconfig,
  // They are declarations that the compiler wrote.
  skipErrorChecking: true,
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  disableSources: true,
  groupOrder: ["Functions", "Classes", "Variables", "Interfaces", "Type Aliases"],
  readme: "none",
  router: "module",
  hidePageHeader: true,
  hidePageTitle: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  useHTMLAnchors: true,
  expandParameters: true,
  // The schemas of the contract are in the reference.
  exclude: ["**/packages/types/**"],
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  classPropertiesFormat: "table",
  logLevel: "Warn",
};

/**
 * Documents what users of the packages import: their declarations.
 *
 * @throws Error when TypeDoc fails.
 */
export async function packagePages(): Promise<Page[]> {
  const entryPoints = documentedPackages.map(({ entry }) => declarationsOf(entry));
  const out = await mkdtemp(join(tmpdir(), "packages-"));
  try {
    const app = await Application.bootstrapWithPlugins({ ...options, entryPoints, out });
    const project = await app.convert();
    if (project) await app.generateOutputs(project);
    if (!project || app.logger.hasErrors()) throw new Error("TypeDoc could not document the packages.");
    return await Promise.all(documentedPackages.map((documented) => packagePage(documented, out)));
  } finally {
    await rm(out, { recursive: true });
  }
}

async function packagePage({ path, title, entry }: Documented, folder: string): Promise<Page> {
  const name = `@partner-referrals/${entry}`;
  const module = moduleOf(entry);
  const text = await readFile(join(folder, module), "utf8");
  // The site has rules of its own between sections.
  const body = linkPages(text.replace(/^\*\*\*\n/gm, "").trim(), module)
    // What TypeDoc calls a parameter that is taken apart where it is received.
    .replaceAll("__namedParameters", "options");
  return {
    path,
    kind: "package",
    title,
    description: `Functions and types of ${name}.`,
    body: () => `What \`${name}\` exports.\n\n${body}`,
  };
}

/** TypeDoc links from module to module by its own files. */
function linkPages(text: string, module: string): string {
  return text.replace(/(?<=\]\()([\w./-]+\.md)/g, (file) => {
    const target = documentedPackages.find(
      ({ entry }) => moduleOf(entry) === posix.join(posix.dirname(module), file),
    );
    return target ? `page:${target.path}` : file;
  });
}

/** TypeDoc names a file for the place of its module below the folder that all modules share. */
function moduleOf(entry: string): string {
  return relative(fileURLToPath(packagesFolder), declarationsOf(entry)).replace(/(\/index)?\.d\.ts$/, ".md");
}

function declarationsOf(entry: string): string {
  return fileURLToPath(import.meta.resolve(`@partner-referrals/${entry}`)).replace(/\.js$/, ".d.ts");
}
