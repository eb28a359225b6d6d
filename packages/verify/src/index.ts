/**
 * Holds traffic of the Partner Center referrals API to the contract.
 *
 * @packageDocumentation
 */
export type { Body, Exchange, Message } from "./exchange.ts";
export type { Fact, FactKind } from "./facts/facts.ts";
export { listFacts } from "./facts/facts.ts";
export type { Contradiction, Finding, Outcome, Undeclared } from "./facts/ledger.ts";
export { observeFetch } from "./observe-fetch.ts";
export type { Rule } from "./rules/rule.ts";
export { rules } from "./rules/rules.ts";
export { createVerifier, type Report, type Verifier } from "./verifier.ts";
