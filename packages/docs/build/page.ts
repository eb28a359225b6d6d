/** Turns the page that Redocly built into one that needs nothing but itself. */

export interface PageParts {
  /** One sentence for search engines and link previews. */
  readonly description: string;
  /** CSS put after Redoc's own. */
  readonly theme: string;
  /** An SVG image. */
  readonly favicon: string;
}

/** The page may run its own scripts and styles and talk to its own host, and the browser sees to it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "worker-src blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * Finishes the page. Each step fails when it does not find what it changes, so that a new version of Redocly
 * cannot undo one silently.
 */
export function finishPage(html: string, parts: PageParts): string {
  return [linkWithinPage, dropLogo, (page: string) => addHead(page, parts), addNoScript].reduce(
    (page, step) => step(page),
    html,
  );
}

/** Redoc routes in the fragment (`#/tag/operation`), but its prerendered links lack the `#`. */
function linkWithinPage(html: string): string {
  const [prerendered, rest] = splitAt(html, '<script type="module">');
  return replaceAll(prerendered, 'href="/', 'href="#/') + rest;
}

/** Redoc fetches the logo after "API docs by" from another host. The theme writes the name instead. */
function dropLogo(html: string): string {
  return ["logo-mini-full.svg", "logo-mini.svg"].reduce(
    (page, file) => replaceAll(page, `https://cdn.redoc.ly/redoc/${file}`, "data:,"),
    html,
  );
}

function addHead(html: string, { description, theme, favicon }: PageParts): string {
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    `<meta name="description" content="${escapeAttribute(description)}">`,
    '<meta name="color-scheme" content="light dark">',
    `<link rel="icon" href="${dataUrl(favicon)}">`,
    `<style>\n${theme.trim()}\n</style>`,
  ].join("\n  ");
  const [before, after] = splitAt(html, "</head>");
  return `${before}  ${head}\n${after}`;
}

function addNoScript(html: string): string {
  const [before, after] = splitAt(html, '<div id="redoc">');
  const text =
    'The operations and schemas need JavaScript. Without it, read <a href="openapi.yaml">openapi.yaml</a>.';
  return `${before}<noscript><p class="no-script">${text}</p></noscript>\n${after}`;
}

/** Splits before the first occurrence of `mark`. */
function splitAt(html: string, mark: string): [string, string] {
  const index = html.indexOf(mark);
  if (index < 0) throw new Error(`The page that Redocly built has no ${mark}. Has its layout changed?`);
  return [html.slice(0, index), html.slice(index)];
}

function replaceAll(html: string, from: string, to: string): string {
  if (!html.includes(from)) throw new Error(`The page that Redocly built has no ${from}. Has it changed?`);
  return html.replaceAll(from, to);
}

function dataUrl(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
