/** The round trip that a generated client makes against the sandbox: its input, its output, and what is expected. */

import type { JournalEntry } from "@partner-referrals/sandbox";
import {
  contract,
  errorExample,
  getIn,
  getOwn,
  itemsIn,
  operationNamed,
  requestExample,
  textIn,
} from "@partner-referrals/spec/model";
import type { RoundTripStep } from "./steps.ts";

/** What a program is told. */
export interface RoundTripInput {
  readonly baseUrl: string;
  readonly token: string;
  /** The body of the create request. */
  readonly create: unknown;
  readonly filter: string;
  readonly top: number;
  /** The operations of the patch; the last one sets the value that is read back. */
  readonly patch: readonly unknown[];
  readonly prefer: string;
  /** An id that no referral has. */
  readonly unknownId: string;
}

/** What a program saw in each step; a text in `failed` where the client threw. */
export type RoundTrip = Readonly<Partial<Record<RoundTripStep, unknown>>>;

/** Referrals that the filter finds: the program's own, and one that is there before. */
const found = 2;

/** The input for a sandbox, all of it from the examples of the contract. */
export function roundTripInput(baseUrl: string, token: string): RoundTripInput {
  const create = requestExample(contract, operationNamed(contract, "createReferral"))?.value;
  const patch = itemsIn(requestExample(contract, operationNamed(contract, "updateReferral"))?.value);
  const type = textIn(getOwn(create, "type"));
  return {
    baseUrl,
    token,
    create,
    filter: `type eq '${type}'`,
    top: 1,
    patch: patch.slice(0, 1),
    prefer: "return=representation",
    unknownId: "00000000-0000-4000-8000-000000000000",
  };
}

/** Why a step did not do what it should, or undefined when it did. */
export function judge(
  step: RoundTripStep,
  result: RoundTrip,
  input: RoundTripInput,
  journal: readonly JournalEntry[],
): string | undefined {
  const seen = result[step];
  const failed = getOwn(seen, "failed");
  if (failed !== undefined) return String(failed);
  const expected = expectations(input)[step];
  for (const [name, value] of Object.entries(expected)) {
    const actual = getOwn(seen, name);
    if (actual !== value) return `${name} is ${JSON.stringify(actual)} instead of ${JSON.stringify(value)}`;
  }
  return notSent(step, journal);
}

function expectations(input: RoundTripInput): Record<RoundTripStep, Record<string, unknown>> {
  const name = getIn(input.create, "customerProfile", "name");
  return {
    create: { name },
    get: { name },
    list: { length: input.top, count: found },
    patch: { value: getOwn(input.patch[0], "value") },
    patchWithoutBody: {},
    error: { status: 404, code: errorExample(contract, 404)?.code },
  };
}

/** What had to be on the wire and was not, or was against the contract. */
function notSent(step: RoundTripStep, journal: readonly JournalEntry[]): string | undefined {
  const isOf = (id: string) => (entry: JournalEntry) => entry.operationId === id;
  const patches = journal.filter(isOf("updateReferral"));
  const entry = {
    create: journal.find(isOf("createReferral")),
    get: journal.find(isOf("getReferral")),
    list: journal.find(isOf("listReferrals")),
    patch: patches[0],
    patchWithoutBody: patches[1],
    error: journal.findLast(isOf("getReferral")),
  }[step];
  if (!entry) return "the request did not arrive";
  const [violation] = entry.violations.request;
  if (violation) return `the request violates the contract: ${JSON.stringify(violation)}`;
  if (step === "list") {
    const query = new URLSearchParams(entry.request.query);
    const missing = ["$filter", "$top", "$count"].find((name) => !query.has(name));
    return missing && `${missing} was not sent`;
  }
  if (step === "patch" && entry.request.headers["if-match"] === undefined) return "If-Match was not sent";
  if (step === "patchWithoutBody" && entry.response?.status !== 204) return "the response was not 204";
  return undefined;
}
