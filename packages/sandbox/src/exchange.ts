import type { Caller } from "./auth/caller.ts";
import type { Operation } from "./contract/operations.ts";
import type { Universe } from "./universe.ts";

/** A request that was understood, as the operations see it. */
export interface Exchange {
  readonly universe: Universe;
  readonly operation: Operation;
  readonly caller: Caller;
  /** Path, query and header parameters by the names that the contract gives them. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Fits the operation's schema. */
  readonly body: unknown;
  /** Where the caller reached the sandbox, such as `http://127.0.0.1:4020`. */
  readonly origin: string;
}

/** What an operation answers. */
export interface Answer {
  readonly status: number;
  /** JSON; absent for an empty answer. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (exchange: Exchange) => Answer;

/** A text parameter. */
export function textOf({ parameters }: Exchange, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" ? value : undefined;
}

/** A number parameter. */
export function numberOf({ parameters }: Exchange, name: string): number | undefined {
  const value = parameters[name];
  return typeof value === "number" ? value : undefined;
}
