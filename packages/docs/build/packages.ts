/** The pages of the packages: their READMEs, and their API from the TSDoc in their declarations. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, type TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import { paragraphs } from "../content/markdown.ts";
import type { Page } from "./page.ts";

/** A package, with its README and the entry points whose declarations are documented. */
interface DocumentedPackage {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** By the path that follows the package's name; empty for its main entry point. */
  readonly entryPoints: Readonly<Record<string, string>>;
}

const documentedPackages: readonly DocumentedPackage[] = [
  {
    name: "client",
    title: "Client",
    description: "The TypeScript client: typed requests, tokens, retries, paging, safe updates, webhooks.",
    entryPoints: {
      "": "Client API",
      "/webhooks": "Client API: webhooks",
      "/preview": "Client API: 2018 preview",
      "/openapi-fetch": "Client API: typed requests",
    },
  },
  {
    name: "sandbox",
    title: "Sandbox",
    description: "A sandbox that behaves like the API, as a command and for tests, with its options.",
    entryPoints: { "": "Sandbox API" },
  },
  {
    name: "mock",
    title: "Mock and proxy",
    description: "A mock that responds with examples of the contract, and a proxy that validates traffic.",
    entryPoints: { "": "Mock API" },
  },
  {
    name: "verify",
    title: "Verify",
    description: "A command that checks recorded or live traffic against every fact of the contract.",
    entryPoints: { "": "Verify API" },
  },
  {
    name: "types",
    title: "Types",
    description: "The types and constants of the contract for TypeScript.",
    entryPoints: {},
  },
  {
    name: "spec",
    title: "Contract",
    description: "The contract as files: OpenAPI 3.1 in YAML and JSON, with the sources of each part.",
    entryPoints: {},
  },
];

/** An entry point with declarations. */
interface EntryPoint {
  /** What is imported, without the scope: `client/webhooks`. */
  readonly entry: string;
  readonly path: string;
  readonly title: string;
}

const entryPointList: readonly EntryPoint[] = documentedPackages.flatMap(({ name, entryPoints }) =>
  Object.entries(entryPoints).map(([subpath, title]) => ({
    entry: `${name}${subpath}`,
    path: `packages/${name}-api${subpath.replace("/", "-")}`,
    title,
  })),
);

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
 * A page for each package, with its README, and one for each entry point, with what its declarations say.
 *
 * @throws Error when TypeDoc fails.
 */
export async function packagePages(): Promise<Page[]> {
  const entryPoints = entryPointList.map(({ entry }) => declarationsOf(entry));
  const out = await mkdtemp(join(tmpdir(), "packages-"));
  try {
    const app = await Application.bootstrapWithPlugins({ ...options, entryPoints, out });
    const project = await app.convert();
    if (project) await app.generateOutputs(project);
    if (!project || app.logger.hasErrors()) throw new Error("TypeDoc could not document the packages.");
    const pages = documentedPackages.map(async (documented) => [
      await readmePage(documented),
      ...(documented.name === "sandbox" ? [await sandboxBehaviorPage()] : []),
      ...(await Promise.all(
        entryPointList
          .filter(({ entry }) => entry.split("/")[0] === documented.name)
          .map((entryPoint) => apiPage(entryPoint, out)),
      )),
    ]);
    return (await Promise.all(pages)).flat();
  } finally {
    await rm(out, { recursive: true });
  }
}

async function readmePage({ name, title, description, entryPoints }: DocumentedPackage): Promise<Page> {
  const text = await readPackageFile(name, "README.md");
  const api = entryPointList.filter(({ entry }) => entry.split("/")[0] === name);
  const links = api.map((each) => `- [${each.title}](page:${each.path})`).join("\n");
  return {
    path: `packages/${name}`,
    kind: "package",
    title,
    description,
    body: () =>
      paragraphs([
        `\`@partner-referrals/${name}\``,
        text,
        Object.keys(entryPoints).length > 0 ? "## API of the package" : "",
        links,
      ]),
  };
}

/** The decisions of the sandbox, which its package lists in a file of its own. */
async function sandboxBehaviorPage(): Promise<Page> {
  const text = await readPackageFile("sandbox", "BEHAVIOUR.md");
  return {
    path: "packages/sandbox-behavior",
    kind: "package",
    title: "Behavior of the sandbox",
    description: "What the sandbox does where the sources of the contract say nothing, and why.",
    body: () => text,
  };
}

/** A file of a package without its title; its links lead to the pages of this site. */
async function readPackageFile(name: string, file: string): Promise<string> {
  const folder = new URL(".", import.meta.resolve(`@partner-referrals/${name}/package.json`));
  const text = await readFile(new URL(file, folder), "utf8");
  return text
    .replace(/^# .*\n/, "")
    .replaceAll(/\[([^\]]+)\]\((?![a-z]+:|#)([^)]+)\)/g, (_, words: string, target: string) => {
      const page = pagesOfFiles[target];
      // A file that is in the package only keeps its name.
      return page ? `[${words}](page:${page})` : words;
    })
    .trim();
}

/** Files that READMEs link to, and the pages that show them. */
const pagesOfFiles: Readonly<Record<string, string>> = {
  "BEHAVIOUR.md": "packages/sandbox-behavior",
  "EVIDENCE.md": "guides/what-the-sources-disagree-on",
  "CHANGELOG.md": "changelog",
};

async function apiPage({ path, title, entry }: EntryPoint, folder: string): Promise<Page> {
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
    description: `Functions, classes and types of ${name}.`,
    // The search finds a name by its heading; guides and READMEs come before what its text says.
    body: (format) =>
      format === "html"
        ? `<div data-pagefind-weight="0.1">\n\nWhat you import from \`${name}\`.\n\n${body}\n\n</div>`
        : `What you import from \`${name}\`.\n\n${body}`,
  };
}

/** TypeDoc links from module to module by its own files. */
function linkPages(text: string, module: string): string {
  return text.replace(/(?<=\]\()([\w./-]+\.md)/g, (file) => {
    const target = entryPointList.find(
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
