import type { Operation } from "@partner-referrals/spec/model";
import type { operations } from "@partner-referrals/types";
import type { Session } from "./session.ts";

/** What steps share: the operations by name, and what earlier steps learned. */
export interface ScenarioContext {
  readonly session: Session;
  operation(id: keyof operations): Operation;
  /** A body that the contract shows, free to be changed. */
  example(id: keyof operations, name?: string): Record<string, unknown>;
  /** A referral that was read. */
  seen:
    | { readonly id: string; readonly etag: string | undefined; readonly json: Record<string, unknown> }
    | undefined;
}

/** One part of the scenario. Parts can be run again from where a run stopped. */
export interface Step {
  readonly id: string;
  readonly title: string;
  /** True when it creates or changes something. */
  readonly writes: boolean;
  run(context: ScenarioContext): Promise<void>;
}
