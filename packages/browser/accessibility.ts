/** Checks pages with axe-core. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Rules about colors. They are measured at each piece of text, and what they find depends on the theme. */
const colorRules = ["color-contrast", "link-in-text-block"];

/** The part of a page to look at: elements by selector, or everything but them. */
type Part = { readonly include: string[] } | { readonly exclude: string[] };

/**
 * The violations that axe finds in a part of a page, with the first element of each kind.
 *
 * @param rules `colors` are those that depend on the theme.
 */
async function violations(page: Page, part: Part, rules: "all" | "colors"): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axe);
  const options: RunOptions = rules === "colors" ? { runOnly: { type: "rule", values: colorRules } } : {};
  return page.evaluate(
    async ([context, chosen]) => {
      // The script above has put it there.
      const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
      const { violations: found } = await axe.run(context, { resultTypes: ["violations"], ...chosen });
      return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.target} (${nodes.length}) ${nodes[0]?.html}`);
    },
    [part, options] as const,
  );
}

/** The violations in a part of a page, in the light and in the dark theme. */
export async function violationsInBothThemes(page: Page, part: Part): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
    const inTheme = await violations(page, part, theme === "light" ? "all" : "colors");
    found.push(...inTheme.map((violation) => `${theme}: ${violation}`));
  }
  return found;
}
