/** A table or a code block that is too wide scrolls. Then the keyboard has to reach it. */

for (const table of document.querySelectorAll<HTMLElement>(".table")) {
  whenScrollable(table, (isScrollable) => toggle(table, { tabindex: "0" }, isScrollable));
}

// What takes the focus needs a name, and only an element with a role may have one.
document.querySelectorAll<HTMLElement>(".expressive-code pre").forEach((code, index) => {
  const attributes = { tabindex: "0", role: "group", "aria-label": `Code ${index + 1}` };
  whenScrollable(code, (isScrollable) => toggle(code, attributes, isScrollable));
});

/** Says whether all of an element is in view, at first and whenever its size changes. */
function whenScrollable(element: HTMLElement, update: (isScrollable: boolean) => void): void {
  new ResizeObserver(() => update(element.scrollWidth > element.clientWidth)).observe(element);
}

function toggle(
  element: HTMLElement,
  attributes: Readonly<Record<string, string>>,
  isPresent: boolean,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (isPresent) element.setAttribute(name, value);
    else element.removeAttribute(name);
  }
}
