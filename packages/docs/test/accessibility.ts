/** Checks pages with axe-core. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Contrast is measured at each piece of text. It takes longer than all other rules together. */
const contrastRule = "color-contrast";

/** The violations that axe finds on the page, with the first element of each kind. */
export async function violations(page: Page, path: string, rules: "contrast" | "others"): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axe);
  const options: RunOptions =
    rules === "contrast"
      ? { runOnly: { type: "rule", values: [contrastRule] } }
      : { rules: { [contrastRule]: { enabled: false } } };
  // All pages have the navigation of the first one.
  const context = path === "" ? { include: ["html"] } : { exclude: ["nav.sidebar"] };
  return page.evaluate(
    async ([part, chosen]) => {
      // The script above has put it there.
      const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
      const { violations: found } = await axe.run(part, { resultTypes: ["violations"], ...chosen });
      return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.target} (${nodes.length}) ${nodes[0]?.html}`);
    },
    [context, options] as const,
  );
}
