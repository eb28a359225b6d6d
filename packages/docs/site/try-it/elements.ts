/** Makes elements. */

type Attributes = Readonly<Record<string, string | boolean>>;

/** An element with attributes and children. An attribute that is false is left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

let fields = 0;

/** A field with its label, and room for what is wrong with it. */
export function labelled<Field extends HTMLElement>(label: string, field: Field, help = ""): HTMLElement {
  fields += 1;
  field.id = `try-it-${fields}`;
  return element(
    "div",
    { class: "try-it-field" },
    element("label", { for: field.id }, element("code", {}, label), ...(help ? [" ", help] : [])),
    field,
  );
}
