import { entriesOf, isObject } from "@partner-referrals/spec/model";
import type { Referral, ReferralPage } from "@partner-referrals/types";
import type { Exchange } from "./exchange.ts";

/** One difference between two services that were sent the same requests. */
export interface Difference {
  /** The request, by its place in the scenario. */
  readonly where: string;
  readonly aspect: "status" | "header" | "shape" | "state" | "count";
  /** Without a value of either. */
  readonly reference: string;
  readonly candidate: string;
}

export interface Comparison {
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** The share of the requests that got the same response, from 0 to 1. */
  readonly fidelity: number;
}

/** Properties that say where a referral stands. Their values are compared, as they are the contract's own words. */
const stateProperties: readonly string[] = [
  "status",
  "substatus",
  "type",
  "direction",
  "qualification",
] satisfies (keyof Referral)[];

/**
 * Compares the responses of two services to the same scenario: status, names of headers, shape of bodies, and the state of
 * referrals. Values of other properties differ by nature.
 *
 * @param reference what is true, such as the real service
 * @param candidate what is to be like it, such as the sandbox
 */
export function compareExchanges(reference: readonly Exchange[], candidate: readonly Exchange[]): Comparison {
  const differences: Difference[] = [];
  const compared = Math.min(reference.length, candidate.length);
  let same = 0;
  for (let index = 0; index < compared; index += 1) {
    const [left, right] = [reference[index], candidate[index]];
    if (!left || !right) continue;
    const where = `${left.source}: ${left.request.method} ${templateOf(left)}`;
    const found = [...compareOne(left, right)].map((difference) => ({ where, ...difference }));
    if (found.length === 0) same += 1;
    differences.push(...found);
  }
  if (reference.length !== candidate.length)
    differences.push({
      where: "the scenario",
      aspect: "count",
      reference: `${reference.length} requests`,
      candidate: `${candidate.length} requests`,
    });
  return { compared, differences, fidelity: compared === 0 ? 0 : same / compared };
}

const nextLink: keyof ReferralPage = "@odata.nextLink";

type Finding = Omit<Difference, "where">;

function* compareOne({ response: left }: Exchange, { response: right }: Exchange): Generator<Finding> {
  if (left.status !== right.status)
    return yield { aspect: "status", reference: String(left.status), candidate: String(right.status) };
  for (const name of new Set([...left.headers.keys(), ...right.headers.keys()])) {
    if (!isComparable(name) || left.headers.has(name) === right.headers.has(name)) continue;
    const [reference, candidate] = [left, right].map(({ headers }) =>
      headers.has(name) ? name : `no ${name}`,
    );
    yield { aspect: "header", reference: reference ?? "", candidate: candidate ?? "" };
  }
  yield* compareValues(left.body?.json, right.body?.json, "");
}

/** Headers of the transport are the business of the machines between. */
function isComparable(name: string): boolean {
  return !/^(date|server|connection|keep-alive|transfer-encoding|content-length|content-encoding|vary|via|age|cache-control|strict-transport-security|x-.*)$/.test(
    name,
  );
}

function* compareValues(left: unknown, right: unknown, place: string): Generator<Finding> {
  const [reference, candidate] = [typeOf(left), typeOf(right)];
  if (reference !== candidate) {
    // Null and absent are alike in this API's records.
    if (isEmpty(left) && isEmpty(right)) return;
    return yield { aspect: "shape", reference: `${place} ${reference}`, candidate: `${place} ${candidate}` };
  }
  if (isObject(left) && isObject(right)) {
    for (const name of new Set([...entriesOf(left), ...entriesOf(right)].map(([one]) => one))) {
      // A service with more pages than were read has a link where its copy has none.
      if (name === nextLink) continue;
      const here = `${place}/${name}`;
      if (stateProperties.includes(name) && left[name] !== right[name])
        yield {
          aspect: "state",
          reference: `${here} ${String(left[name])}`,
          candidate: `${here} ${String(right[name])}`,
        };
      else yield* compareValues(left[name], right[name], here);
    }
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length > 0 && right.length > 0)
    yield* compareValues(left[0], right[0], `${place}/0`);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "absent";
  return Array.isArray(value) ? "array" : typeof value;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function templateOf({ request }: Exchange): string {
  return request.url.pathname
    .split("/")
    .map((segment) => (/^[\da-f-]{36}$/i.test(segment) ? "{id}" : segment))
    .join("/");
}
