/**
 * A property is described by itself or by a branch of its anyOf. Spectral has resolved the references, but for those that
 * go round in a circle.
 */
export default function described(property) {
  const branches = [property, ...(property?.anyOf ?? [])];
  if (branches.some((branch) => branch?.$ref || branch?.description?.trim())) return [];
  return [{ message: "The property has no description." }];
}
