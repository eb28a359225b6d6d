/** What a page knows of its operation: `reference/operations/<page>.json`, which reference/try-it.ts writes. */

/** A JSON Schema with nothing but what validate.ts checks. */
export type Schema = Readonly<Record<string, unknown>>;

export interface ParameterData {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: Schema;
  readonly example?: string;
  /** One line of text. */
  readonly description: string;
}

/** A request that makes sense after a response. */
export interface LinkData {
  readonly title: string;
  /** Relative to the folder of the operations: `get-referral/`. */
  readonly page: string;
  /** Runtime expressions by the name of the parameter: `$response.body#/id`. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface ResponseData {
  readonly description: string;
  /** Undefined for a response without a body. */
  readonly schema?: Schema;
  readonly requiredHeaders: readonly string[];
  readonly links: readonly LinkData[];
}

export interface OperationData {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The API's own address. */
  readonly server: string;
  readonly parameters: readonly ParameterData[];
  readonly body?: {
    readonly mediaType: string;
    readonly schema: Schema;
    readonly examples: readonly { readonly title: string; readonly value: unknown }[];
  };
  /** By status code, range, or `default`. */
  readonly responses: Readonly<Record<string, ResponseData>>;
  /** What `$ref`s name. */
  readonly schemas: Readonly<Record<string, Schema>>;
}
