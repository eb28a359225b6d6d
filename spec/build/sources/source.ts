/** What a source states, as a file of `spec/sources` says it. Documented in `spec/sources/README.md`. */

/** A payload with each value replaced by its JSON type. An array lists each different item once. */
export type Shape = string | null | readonly Shape[] | { readonly [name: string]: Shape };

/** A line in our own words, by an id of its own. */
export type Statements = Readonly<Record<string, string>>;

/** By name: nothing, a type, flags such as `required`, or both: `string, required`. */
export type Stated = Readonly<Record<string, string | null>>;

export interface OperationFacts {
  readonly host?: string;
  /** Kinds of credentials that it takes: `App+User`, `App`; of an event, `Signature`. */
  readonly auth?: readonly string[];
  readonly deprecated?: boolean;
  /** The parameters in its path, in their order there. Their names do not matter. */
  readonly path?: Stated;
  readonly query?: Stated;
  /** Properties that `$filter` may name, with slashes, as on the wire. */
  readonly filter?: readonly string[];
  /** Properties that `$orderby` may name. */
  readonly sort?: readonly string[];
  /** Paths that a JSON Patch may name. */
  readonly patch?: readonly string[];
  readonly requestHeaders?: Stated;
  readonly statuses?: readonly number[];
  readonly responseHeaders?: Stated;
  /** The type of a successful response's body. */
  readonly returns?: string;
}

export interface ResourceFacts {
  /** The schema or schemas of the contract that stand for it; without, the one of the same name. */
  readonly schema?: string | readonly string[];
  /** How its names are written, where that differs from the rest of the source. */
  readonly names?: "wire" | ".NET";
  /** By name, or by the path to it: `customerProfile.team[].email`. */
  readonly properties: Stated;
}

export interface EnumerationFacts {
  readonly schema?: string;
  readonly values: readonly string[];
  /** The number of each value, in the order of `values`. */
  readonly ordinals?: readonly number[];
}

export interface TransitionFacts {
  readonly to: readonly string[];
  readonly substatuses: readonly string[];
}

/** A JSON payload that the source shows, and where it belongs: one of `request`, `response`, `event` and `schema`. */
export interface PayloadFacts {
  /** Method and path of the operation that it is sent to. */
  readonly request?: string;
  /** Method and path of the operation that it is the response of. */
  readonly response?: string;
  /** Of that response; without, its first successful one with a body. */
  readonly status?: number;
  /** Name of the event that it tells of. */
  readonly event?: string;
  /** Name of the contract's schema, for a part of a payload. */
  readonly schema?: string;
  readonly shape: Shape;
}

/** Where the contract states a rule: a part as EVIDENCE.md names it, and its text or its keywords there. */
export interface Place {
  readonly at: string;
  /** What its description says there. Case and white space do not matter. */
  readonly says?: string;
  /** Keywords with their values. */
  readonly [keyword: string]: unknown;
}

/** One document, and how the contract deals with it. */
export interface Source {
  /** Its file without the ending: a key of EVIDENCE.md, followed by the page where a key stands for several. */
  readonly key: string;
  readonly title: string;
  readonly kind: string;
  readonly address?: string;
  readonly date: string;
  /** The day on which somebody last looked at it. */
  readonly lastChecked: string;
  /** `secondary`: written down from what others say of it. */
  readonly from?: "document" | "secondary";
  /** `.NET`: properties begin with a capital, and a list is named by the type of its items. */
  readonly names?: "wire" | ".NET";
  /** The operations that the headers and status codes below speak of, each of them. */
  readonly about?: readonly string[];
  /** For types that another page describes: the contract's schema. By default the one of the same name. */
  readonly types?: Readonly<Record<string, string>>;
  readonly requestHeaders?: Stated;
  readonly responseHeaders?: Stated;
  readonly statuses?: readonly number[];
  readonly operations?: Readonly<Record<string, OperationFacts | null>>;
  /** How events are delivered, by name. */
  readonly events?: Readonly<Record<string, OperationFacts | null>>;
  readonly resources?: Readonly<Record<string, ResourceFacts>>;
  readonly enumerations?: Readonly<Record<string, EnumerationFacts>>;
  readonly transitions?: Readonly<Record<string, TransitionFacts>>;
  readonly payloads?: Readonly<Record<string, PayloadFacts>>;
  readonly prerequisites?: Statements;
  readonly rules?: Statements;
  /** For a rule or prerequisite: where the contract states it. All other facts are looked for. */
  readonly held?: Readonly<Record<string, Place>>;
  /** By entry of EVIDENCE.md: the facts that the contract contradicts. */
  readonly contradicted?: Readonly<Record<string, readonly string[]>>;
  readonly leftOut?: readonly { readonly because: string; readonly facts: readonly string[] }[];
}
