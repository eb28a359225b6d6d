import { contract, type OpenApiDocument, refName } from "@partner-referrals/spec/model";

/** The bundled contract, with its components typed as far as checks and mutators look into them. */
export interface Contract extends OpenApiDocument {
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, { readonly schema: Schema }>>;
    readonly headers: Readonly<Record<string, { readonly schema: Schema }>>;
    readonly [section: string]: Readonly<Record<string, unknown>>;
  };
}

export interface Schema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly enum?: unknown[];
  readonly anyOf?: Schema[];
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly readOnly?: boolean;
}

/** The published contract. */
// A cast, because lint has checked what the model leaves open.
export const publishedContract = contract as Contract;

/** The name of the component that a reference leads to; undefined for anything else. */
export function componentName(node: unknown): string | undefined {
  const { $ref } = Object(node);
  return typeof $ref === "string" ? refName($ref) : undefined;
}

/** Whether a value has members: an object or an array. */
export function hasMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
