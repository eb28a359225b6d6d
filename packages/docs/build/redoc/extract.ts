/**
 * Takes the page that `redocly build-docs` made apart: the site shows Redoc in a page of its own, under a
 * Content-Security-Policy that allows no inline script and no inline style.
 */

export interface RedocParts {
  /** An ES module that exports `init(definition, options, element)`. */
  readonly script: string;
  /** The styles of what Redoc shows first. It adds the others itself. */
  readonly styles: string;
  /** The contract as Redoc wants it. */
  readonly definition: string;
  readonly options: string;
}

/** @throws Error when the page does not look as expected, so that a new version of Redocly cannot break it silently. */
export function extractRedoc(html: string): RedocParts {
  const script = between(html, '<script type="module">', "const __redoc_definition = ");
  return {
    script: withoutLandmark(withoutInlineStyles(withoutLogo(script))),
    styles: tokenStyles(script),
    definition: between(html, "const __redoc_definition = ", ";\n      const __redoc_options = "),
    options: between(html, "const __redoc_options = ", ";\n"),
  };
}

/** Redoc fetches the logo after "API docs by" from another host. The theme writes the name instead. */
function withoutLogo(script: string): string {
  return ["logo-mini-full.svg", "logo-mini.svg"].reduce(
    (text, file) => replaceAll(text, `https://cdn.redoc.ly/redoc/${file}`, "data:,"),
    script,
  );
}

/** Redoc writes the colour of each word of a sample into a style attribute, which the policy forbids. */
function withoutInlineStyles(script: string): string {
  const style = / style="color: var\(\$\{(\w+)\}\)"/;
  const [found, name] = style.exec(script) ?? [];
  if (!found) throw new Error("Redoc no longer writes colours as it did. Has its highlighting changed?");
  return replaceAll(script, found, ` data-color="\${${name}}"`);
}

/** The page has a main landmark, with Redoc inside. It may have only one. */
function withoutLandmark(script: string): string {
  return [".main`", ".main.withConfig("].reduce(
    (text, main) => replaceAll(text, main, main.replace("main", "div")),
    script,
  );
}

/** The same colours as rules. */
function tokenStyles(script: string): string {
  const names = new Set(script.match(/--code-block-tokens-[a-z-]+-color/g));
  return [...names].map((name) => `[data-color="${name}"]{color:var(${name})}`).join("\n");
}

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0)
    throw new Error(`Redocly's page has no part from ${start} to ${end}. Has it changed?`);
  return text.slice(from + start.length, to).trim();
}

function replaceAll(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`Redocly's page has no ${from}. Has it changed?`);
  return text.replaceAll(from, to);
}
