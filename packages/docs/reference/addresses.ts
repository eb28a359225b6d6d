/** Where the reference has its pages, and which anchors its properties have. */

/** `createReferral` as a file name: `create-referral`. */
function kebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-").toLowerCase();
}

export function operationPath(operationId: string): string {
  return `reference/operations/${kebabCase(operationId)}`;
}

/** The page of an event, by its name: `referral-created`. */
export function eventPath(name: string): string {
  return `reference/events/${name}`;
}

export function schemaPath(name: string): string {
  return `reference/schemas/${kebabCase(name)}`;
}

/** The anchor of a property on the page of its schema. Members of OData start with a sign that needs none. */
export function propertyAnchor(property: string): string {
  return property.replaceAll(/[^\w-]+/g, "-").replace(/^-+/, "");
}
