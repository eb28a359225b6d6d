import type { JsonObject, Operation } from "@partner-referrals/spec/model";
import type { Referral } from "@partner-referrals/types";
import type { Exchange } from "../exchange.ts";

/** A referral as the service showed it. Nothing of it is sure but that it is an object. */
export type SeenReferral = { readonly [Name in keyof Referral]?: unknown } & JsonObject;

/** What was last seen of a referral. */
export interface Snapshot {
  readonly referral: SeenReferral;
  /** Of the header, else of the property; undefined once a change made it unknown. */
  readonly etag: string | undefined;
  /** When it was seen, as far as that is known. */
  readonly endedAt?: number;
}

/** One exchange with what a rule needs to judge it. */
export interface Observation {
  readonly exchange: Exchange;
  readonly operation: Operation;
  readonly status: number;
  /** The JSON of the request; undefined without one. */
  readonly sent: unknown;
  /** The JSON of the response; undefined without one. */
  readonly received: unknown;
  /** The id in the path, in lower case. */
  readonly referralId: string | undefined;
  /** The referrals in the response. */
  readonly referrals: readonly SeenReferral[];
  /** What was known of a referral before this exchange; undefined where it is not sure what came first. */
  before(id: unknown): Snapshot | undefined;
}

/** What a rule says of an observation. */
export interface Verdict {
  confirm(): void;
  /** @param seen what happened instead, without a value of the traffic */
  contradict(seen: string): void;
}

/** A rule of behaviour: something that the contract says of several exchanges, or of several properties. */
export interface Rule {
  /** Stable; reports and issues refer to it. */
  readonly id: string;
  /** What the service does, in one sentence. */
  readonly title: string;
  /** Parts of the contract whose evidence it rests on. */
  readonly evidence: readonly string[];
  /** Begins a run. The function that it returns gets every exchange in order. */
  start(document: JsonObject): (observation: Observation, verdict: Verdict) => void;
}

/** A rule that needs nothing but the observation. */
export function statelessRule(
  rule: Omit<Rule, "start"> & { readonly judge: (observation: Observation, verdict: Verdict) => void },
): Rule {
  const { judge, ...description } = rule;
  return { ...description, start: () => judge };
}

/** Confirms or contradicts. */
export function decide(verdict: Verdict, holds: boolean, seen: string): void {
  if (holds) verdict.confirm();
  else verdict.contradict(seen);
}
