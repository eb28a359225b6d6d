/**
 * The reader of the contract. Every function takes the document first, so that it works on foreign and edited documents
 * too; `contract` is the published one.
 *
 * @packageDocumentation
 */
export * from "./combine.ts";
export * from "./contract.ts";
export * from "./document.ts";
export * from "./duration.ts";
export * from "./examples.ts";
export * from "./json.ts";
export * from "./operations.ts";
export * from "./paths.ts";
export * from "./pointer.ts";
export * from "./schemas.ts";
export * from "./state-machine.ts";
