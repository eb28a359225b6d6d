/** What Redoc 3.0 leaves to be desired for those who use a keyboard or a screen reader, mended as it draws. */

/** Each of these would be found by axe. */
export function mend(redoc: Element): void {
  const apply = () => {
    for (const [selector, attributes] of MENDED) {
      for (const element of redoc.querySelectorAll(selector)) set(element, attributes);
    }
  };
  apply();
  new MutationObserver(apply).observe(redoc, { childList: true, subtree: true });
}

type Attributes = Readonly<Record<string, string | undefined>>;

const MENDED: readonly (readonly [selector: string, attributes: Attributes])[] = [
  // The headings of an operation, which are of the second, fourth and fifth level.
  ["h4", { "aria-level": "3", role: "heading" }],
  ["h5", { "aria-level": "4", role: "heading" }],
  // These have a text that can be seen, and a name that is another.
  ['[role="button"][aria-label^="https:"], button[aria-label="Example"]', { "aria-label": undefined }],
];

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}
