/** The parts of the bundled contract that the checks read. */
export interface Contract {
  [member: string]: unknown;
  servers: Server[];
  security: Security[];
  paths: Record<string, Record<string, Operation> & { servers?: Server[] }>;
  webhooks: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    headers: Record<string, { schema: Schema }>;
    responses: Record<string, Answer>;
    securitySchemes: Record<string, SecurityScheme>;
  };
}

export interface Schema {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
  readOnly?: boolean;
}

export interface Operation {
  operationId: string;
  deprecated?: boolean;
  security?: Security[];
  parameters?: Reference[];
  requestBody?: { required?: boolean; content: Record<string, MediaType> };
  responses: Record<string, Answer>;
}

export interface Parameter {
  [member: string]: unknown;
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

export interface Answer extends Reference {
  headers?: Record<string, Reference>;
  content?: Record<string, MediaType>;
}

export interface MediaType {
  schema: Schema;
  examples: Record<string, { value: unknown }>;
}

export interface SecurityScheme {
  [member: string]: unknown;
  type: string;
  flows?: Record<string, { scopes: Record<string, string>; [member: string]: unknown }>;
}

export interface Reference {
  $ref?: string;
}

export type Security = Record<string, string[]>;

interface Server {
  url: string;
}

const methods = ["get", "put", "post", "patch", "delete"];

/** An operation with the path, or the event, that it belongs to. */
export interface Located {
  path: string;
  method: string;
  operation: Operation;
  servers: Server[];
}

/** All operations: those of the service, then those that receive its events. */
export function operationsOf(contract: Contract): Located[] {
  return [...Object.entries(contract.paths), ...Object.entries(contract.webhooks)].flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      // A cast: beside its methods a path may name servers of its own.
      const servers = (item.servers as Server[] | undefined) ?? contract.servers;
      return operation ? [{ path, method, operation, servers }] : [];
    }),
  );
}

/** The name of the component that a reference leads to; of anything else, `undefined`. */
export function nameIn(reference: Reference | undefined): string | undefined {
  return reference?.$ref?.split("/").at(-1);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
