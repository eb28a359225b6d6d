import { type Contract, readOpenApi } from "./contract.ts";
import { readContract } from "./document.ts";

let own: Promise<Contract> | undefined;

/** The contract of `@partner-referrals/spec`, read once: every server in a process shares what Prism made of it. */
export function ownContract(): Promise<Contract> {
  own ??= readContract().then(readOpenApi);
  return own;
}
