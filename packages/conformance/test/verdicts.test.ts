import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startMock } from "@partner-referrals/mock";
import { type Call, calls, judge, requestBody } from "./support/contract.ts";
import { type Mutant, mutants } from "./support/mutations.ts";
import { send } from "./support/send.ts";

const mock = await startMock({ port: 0 });
after(() => mock.close());

/** How many requests are under way at once. */
const lanes = 16;

for (const call of calls) {
  const body = requestBody(call.operation);
  if (!body) continue;
  test(`${call.operation.operationId}: Ajv and the mock judge every body alike`, async () => {
    const cases = Object.values(body.examples).flatMap(({ value }) => [...mutants(value)]);
    const seen = { fits: 0, not: 0 };
    const disagreements = await inLanes(cases, async (one) => {
      const { fits, errors } = judge(body.schema, one.value);
      seen[fits ? "fits" : "not"]++;
      return disagreement(call, one, fits, errors);
    });
    assert.deepEqual(disagreements, []);
    assert.ok(seen.fits > 5 && seen.not > 5, `Too one-sided: ${JSON.stringify(seen)}`);
  });
}

/** What is wrong with the mock's verdict on a body, if anything. */
async function disagreement(call: Call, { change, value }: Mutant, fits: boolean, errors: string) {
  const response = await send(mock.url, call, value);
  const text = await response.text();
  if (fits === response.ok && (fits || response.status === 400)) return undefined;
  return `${change}: Ajv says ${fits ? "it fits" : errors}; the mock says ${response.status} ${text.slice(0, 300)}`;
}

/** Runs `work` on all items, some at a time, and returns what it found. */
async function inLanes<Item>(
  items: Item[],
  work: (item: Item) => Promise<string | undefined>,
): Promise<string[]> {
  const queue = items.values();
  const found: string[] = [];
  const lane = async () => {
    for (const item of queue) {
      const result = await work(item);
      if (result) found.push(result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return found;
}
