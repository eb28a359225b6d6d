import { listOperations, listWebhooks, type Operation } from "@partner-referrals/spec/model";
import type { Contract } from "../contract/contract.ts";
import { createValidator, type Validator } from "../contract/validator.ts";

/** A contract, the published one or a mutant of it, with what the checks share. */
export interface ContractUnderTest {
  readonly contract: Contract;
  /** The operations of the service. */
  readonly operations: readonly Operation[];
  /** What the service sends to receivers. */
  readonly webhooks: readonly Operation[];
  readonly accepts: Validator;
  /** As a validator for which `format` is an annotation, as JSON Schema 2020-12 allows. */
  readonly acceptsAnyFormat: Validator;
  /** The component schemas to check: all of them, unless the others are known to be unchanged. */
  readonly names: ReadonlySet<string>;
}

export function createContractUnderTest(
  contract: Contract,
  names: ReadonlySet<string> = new Set(Object.keys(contract.components.schemas)),
): ContractUnderTest {
  return {
    contract,
    operations: listOperations(contract),
    webhooks: listWebhooks(contract),
    accepts: createValidator(contract),
    acceptsAnyFormat: createValidator(contract, { validateFormats: false }),
    names,
  };
}

/**
 * Yields what is wrong with a contract, a sentence each. A check states something that the contract promises, or that its
 * parts owe each other; it never compares the contract with a copy of itself. Lazy, so that a mutation run stops at the
 * first.
 */
export type Check = (subject: ContractUnderTest) => Iterable<string>;
