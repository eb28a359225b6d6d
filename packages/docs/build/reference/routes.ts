/** Where Redoc shows a part of the contract: the fragments of its routes, and the ids in the page without scripts. */

/** The fragment of an operation or a webhook, without `#`. */
export function operationRoute(tag: string, operationId: string): string {
  return `/${tagRoute(tag)}/${operationId.toLowerCase()}`;
}

/** The fragment of a schema, without `#`. */
export function schemaRoute(name: string): string {
  return `/schemas/${name.toLowerCase()}`;
}

/** The fragment of a tag, without `#` and slash. */
export function tagRoute(tag: string): string {
  return tag.toLowerCase().replaceAll(" ", "-");
}

/** The fragment of a section of the introduction, without `#`. */
export function sectionRoute(title: string): string {
  return `/section/${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
}
