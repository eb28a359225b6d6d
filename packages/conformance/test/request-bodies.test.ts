import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startMock } from "@partner-referrals/mock";
import { type Call, calls, requestExamples, validate } from "./support/contract.ts";
import { type Mutant, mutants } from "./support/mutations.ts";
import { send } from "./support/send.ts";

const mock = await startMock({ port: 0, logLevel: "silent" });
after(() => mock.close());

/** How many bodies of an operation are sent, about. A long run sends as many as BODIES says: all. */
const most = Number(process.env.BODIES ?? 80);
/** How many requests are under way at once. */
const lanes = 16;

for (const call of calls) {
  const [body] = call.operation.requestBody?.content ?? [];
  if (!body) continue;
  test(`${call.operation.id}: Ajv and the mock accept and reject the same bodies`, async () => {
    const all = requestExamples(call.operation).flatMap(({ value }) => [...mutants(value)]);
    const oneIn = Math.ceil(all.length / most);
    const cases = all.filter((_, index) => index % oneIn === 0);
    const seen = { fits: 0, not: 0 };
    const disagreements = await inLanes(cases, async (one) => {
      const { isValid, errors } = validate(body, one.value);
      seen[isValid ? "fits" : "not"]++;
      return disagreement(call, one, isValid, errors);
    });
    assert.deepEqual(disagreements, []);
    assert.ok(seen.fits > 5 && seen.not > 5, `Too one-sided: ${JSON.stringify(seen)}`);
  });
}

/** What is wrong with the mock's response to a body, if anything. */
async function disagreement(call: Call, { change, value }: Mutant, isValid: boolean, errors: string) {
  const response = await send(mock.url, call, value);
  const text = await response.text();
  if (isValid === response.ok && (isValid || response.status === 400)) return undefined;
  return `${change}: Ajv says ${isValid ? "it fits" : errors}; the mock says ${response.status} ${text.slice(0, 300)}`;
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
