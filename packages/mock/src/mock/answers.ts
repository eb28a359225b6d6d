import { checkAnswer } from "../check/response.ts";
import type { Violation } from "../check/violation.ts";
import type { Contract, Operation } from "../contract/contract.ts";
import { headerRulesOf, isFieldValue } from "../contract/responses.ts";
import type { Answer, HeaderRule } from "../http/answer.ts";
import { isJson } from "../http/media-type.ts";
import { at, members } from "../json.ts";
import { type Generated, generate } from "../prism/generate.ts";
import type { Choice } from "./choose.ts";
import { withoutWriteOnly } from "./write-only.ts";

/** An answer of the mock's own, and where it departs from the contract in spite of everything. */
export interface MockAnswer {
  readonly answer: Answer;
  readonly violations: readonly Violation[];
}

export type AnswerMaker = (
  operation: Operation,
  choice: Choice,
  seed: string | undefined,
) => Promise<MockAnswer>;

/** Makes the answers of one contract. Those that are always the same are made and checked once. */
export function createAnswerMaker(contract: Contract): AnswerMaker {
  const ready = new Map<string, Promise<MockAnswer>>();
  return (operation, choice, seed) => {
    if (choice.dynamic && choice.example === undefined) return make(contract, operation, choice, seed);
    const { status, mediaType, example } = choice;
    const key = JSON.stringify([
      operation.route.method,
      operation.route.path,
      status,
      mediaType,
      example?.name,
    ]);
    const answer = ready.get(key) ?? make(contract, operation, choice, undefined);
    ready.set(key, answer);
    return answer;
  };
}

async function make(
  contract: Contract,
  operation: Operation,
  choice: Choice,
  seed: string | undefined,
): Promise<MockAnswer> {
  const { status, response, mediaType, example, dynamic } = choice;
  const isGenerated = example === undefined && mediaType !== undefined;
  const generated = isGenerated ? await generate(operation, { status, mediaType, dynamic, seed }) : undefined;
  const schema = at(response, "content", mediaType ?? "", "schema");
  const value = withoutWriteOnly(
    contract.document,
    schema,
    example === undefined ? generated?.body : example.value,
  );
  const declared = addGenerated(headerRulesOf(contract, response), response, generated);
  const headers = alignETag(declared, response, value);
  if (mediaType !== undefined) headers.unshift({ name: "Content-Type", value: mediaType });
  const received = Object.fromEntries(headers.map((rule) => [rule.name.toLowerCase(), sampleOf(rule)]));
  const violations = checkAnswer(operation, {
    status,
    headers: received,
    ...(value !== undefined && { body: { value } }),
  });
  return {
    answer: { status, headers, ...(value !== undefined && { body: serialize(value, mediaType) }) },
    violations,
  };
}

function serialize(value: unknown, mediaType = ""): Buffer {
  return Buffer.from(typeof value === "string" && !isJson(mediaType) ? value : JSON.stringify(value));
}

/** Fills the declared headers that have no example with what Prism makes up. */
function addGenerated(
  rules: readonly HeaderRule[],
  response: object,
  generated: Generated | undefined,
): HeaderRule[] {
  const missing = members(generated?.headers).filter(([name, value]) => {
    const isDeclared = at(response, "headers", name) !== undefined;
    return (
      isDeclared && value !== null && isFieldValue(String(value)) && !rules.some((rule) => rule.name === name)
    );
  });
  return [...rules, ...missing.map(([name, value]) => ({ name, value: String(value) }))];
}

const etag = /^etag$/i;

/** Makes a declared ETag header say what the body's own ETag says. */
function alignETag(rules: readonly HeaderRule[], response: object, body: unknown): HeaderRule[] {
  const tag = members(body).find(([name]) => etag.test(name))?.[1];
  const declared = members(at(response, "headers")).find(([name]) => etag.test(name))?.[0];
  if (typeof tag !== "string" || !isFieldValue(tag) || declared === undefined) return [...rules];
  return [...rules.filter(({ name }) => !etag.test(name)), { name: declared, value: tag }];
}

/** What a header will look like, for the check. */
function sampleOf(rule: HeaderRule): string {
  if ("value" in rule) return rule.value;
  return rule.live === "now" ? new Date(0).toISOString() : "00000000-0000-4000-8000-000000000000";
}
