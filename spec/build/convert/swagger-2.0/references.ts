import { formatPointer, parsePointer } from "../../../model/pointer.ts";
import { UnsupportedError } from "../changes.ts";

/** Where Swagger 2.0 keeps what OpenAPI 3.0 has under `components`. */
const sections: Readonly<Record<string, string>> = {
  schemas: "definitions",
  parameters: "parameters",
  responses: "responses",
};

/**
 * A reference as Swagger 2.0 writes it: `#/definitions/Referral` for `#/components/schemas/Referral`.
 *
 * @throws UnsupportedError when it leads to something that Swagger 2.0 has no place for.
 */
export function convertReference(reference: string, pointer: string): string {
  const [first, kind = "", ...rest] = parsePointer(reference);
  const section = sections[kind];
  if (!reference.startsWith("#/components/") || first !== "components" || !section)
    throw new UnsupportedError(`${pointer}/$ref`, `Swagger 2.0 has no place for ${reference}.`);
  return `#${formatPointer([section, ...rest])}`;
}
