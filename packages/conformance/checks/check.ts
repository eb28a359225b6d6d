import type { Contract } from "../contract/document.ts";
import { createJudge, type Judge } from "../contract/judge.ts";

/** The contract under test. */
export interface Subject {
  contract: Contract;
  fits: Judge;
  /** The verdict of one who takes `format` for a remark, as JSON Schema 2020-12 allows. */
  fitsButFormat: Judge;
  /** The component schemas to look at. All of them, unless it is known that the others are as they were. */
  names: ReadonlySet<string>;
}

/** A contract to be checked in full. */
export function createSubject(
  contract: Contract,
  names: ReadonlySet<string> = new Set(Object.keys(contract.components.schemas)),
): Subject {
  const fitsButFormat = createJudge(contract, { validateFormats: false });
  return { contract, fits: createJudge(contract), fitsButFormat, names };
}

/**
 * Says what is wrong with a contract, in sentences. A check states something that the contract promises, or that its
 * parts owe each other; it never compares the contract with a copy of itself. What it finds comes lazily, so that one who
 * only wants to know whether there is anything can stop at the first.
 */
export type Check = (subject: Subject) => Iterable<string>;
