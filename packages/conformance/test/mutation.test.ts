import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { Contract } from "../contract/contract.ts";
import { publishedContract } from "../contract/contract.ts";
import { ignored, ignoredGroups } from "../mutate/ignored.ts";
import { lintAll } from "../mutate/lint.ts";
import { nameOf } from "../mutate/mutant.ts";
import { mutantsOf } from "../mutate/mutants.ts";
import { knownSurvivors } from "../mutate/result.ts";
import { runAll } from "../mutate/run-all.ts";
import { createRunner } from "../mutate/run-mutant.ts";
import { sampleOf } from "../mutate/sample.ts";
import { scoreOf } from "../mutate/score.ts";
import { build, readSources } from "../mutate/sources.ts";

const sources = await readSources();
const mutants = mutantsOf(sources);

test("without an edit the sources build to the published contract", () => {
  const built = build(structuredClone(sources));
  const published = publishedContract;
  // The build stamps the version of the package.
  Object(built.info).version = Object(published.info).version;
  const digest = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
  assert.equal(digest(built), digest(published));
});

test("of a sample of all mutants, none survives that the last full run caught", async () => {
  // A sixth of the kinds, as each mutant is built and linted.
  const sample = sampleOf(mutants, 1, 1).filter(
    (mutant, index) => index % 6 === 0 && !ignored.has(nameOf(mutant)),
  );
  const { survivors, score } = scoreOf(sample, await runAll(sources, sample), ignored);
  const known = knownSurvivors();
  assert.deepEqual(
    survivors.filter((name) => !known.has(name)),
    [],
  );
  assert.ok(
    score.killed > sample.length / 2,
    `Only ${score.killed} of ${sample.length} mutants were caught.`,
  );
});

test("an edit that nobody could mind survives the checks, and is listed", () => {
  const mutant = { kind: "title changed", pointer: "/info/title", value: "Another title" };
  const outcome = createRunner(sources)(mutant);
  assert.deepEqual(scoreOf([mutant], [outcome], ignored).survivors, ["title changed: /info/title"]);
});

test("the linter finds what is wrong with a document beside a good one", () => {
  const withTop = (schema: object) => {
    const parameters = { Top: { name: "$top", in: "query", schema } };
    // A cast: a document this small is enough for the linter.
    return { openapi: "3.1.1", paths: {}, components: { parameters } } as unknown as Contract;
  };
  const good = withTop({ type: "integer", format: "int32" });
  const [none, found = ""] = lintAll(good, [good, withTop({ type: "integer" })]);
  assert.equal(none, undefined);
  assert.match(found, /integer-format at components\/parameters\/Top\/schema/);
});

test("a ignored survivor is counted as such", () => {
  const mutant = { kind: "type dropped", pointer: "/a" };
  const { score, survivors } = scoreOf([mutant], [{ result: "survived" }], new Set([nameOf(mutant)]));
  assert.deepEqual([score.total, score.killed, score.ignored, survivors], [1, 0, 1, []]);
});

test("every ignored mutant has a reason and exists", () => {
  const names = new Set(mutants.map(nameOf));
  for (const name of ignored) assert.ok(names.has(name), `${name} is no mutant.`);
  for (const { because } of ignoredGroups) assert.ok(because.length > 40);
});

test("each mutant has a name of its own, and the same seed chooses the same ones", () => {
  const names = mutants.map(nameOf);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  assert.deepEqual(twice, []);
  assert.deepEqual(sampleOf(mutants, 1, 7), sampleOf(mutants, 1, 7));
  assert.notDeepEqual(sampleOf(mutants, 1, 7), sampleOf(mutants, 1, 8));
});
