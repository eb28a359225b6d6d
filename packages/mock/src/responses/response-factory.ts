import { isJsonType } from "@partner-referrals/server/negotiate";
import type { Violation } from "@partner-referrals/server/violations";
import { entriesOf, type Response } from "@partner-referrals/spec/model";
import { type GeneratedResponse, generate } from "../prism/generate.ts";
import type { PreparedOperation } from "../prism/prepare.ts";
import type { HeaderRule, HttpResponse } from "../send.ts";
import { validateResponse } from "../validation/response.ts";
import { type HeaderContext, headerRulesOf, isHeaderValue } from "./header-rules.ts";
import type { SelectedResponse } from "./select-response.ts";
import { withoutWriteOnly } from "./write-only.ts";

/** A response of the mock's own, and where it violates the contract all the same. */
export interface MockResponse {
  readonly response: HttpResponse;
  readonly violations: readonly Violation[];
}

export type ResponseFactory = (
  operation: PreparedOperation,
  selected: SelectedResponse,
  seed: string | undefined,
) => Promise<MockResponse>;

/** Makes the responses of one contract. Those that are always the same are made and validated once. */
export function createResponseFactory(context: HeaderContext): ResponseFactory {
  const cache = new Map<string, Promise<MockResponse>>();
  return (prepared, selected, seed) => {
    if (selected.dynamic && selected.example === undefined) return create(context, prepared, selected, seed);
    const { status, mediaType, example } = selected;
    const { method, path } = prepared.operation;
    const key = JSON.stringify([method, path, status, mediaType?.name, example?.name]);
    const cached = cache.get(key) ?? create(context, prepared, selected, undefined);
    cache.set(key, cached);
    return cached;
  };
}

async function create(
  context: HeaderContext,
  prepared: PreparedOperation,
  { status, response, mediaType, example, dynamic }: SelectedResponse,
  seed: string | undefined,
): Promise<MockResponse> {
  const type = mediaType?.name;
  const generated =
    mediaType !== undefined && example === undefined
      ? await generate(prepared, { status, mediaType: type, dynamic, seed })
      : undefined;
  const value = withoutWriteOnly(context.document, mediaType?.schema, example?.value ?? generated?.body);
  const rules = headerRulesOf(context, response);
  const declared = [...rules, ...generatedHeaders(rules, response, generated)];
  const headers = alignETag(declared, response, value);
  if (type !== undefined) headers.unshift({ name: "Content-Type", value: type });
  const violations = validateResponse(prepared, {
    status,
    headers: Object.fromEntries(headers.map((rule) => [rule.name.toLowerCase(), sampleOf(rule)])),
    ...(value !== undefined && { body: { value } }),
  });
  return {
    response: { status, headers, ...(value !== undefined && { body: serialize(value, type) }) },
    violations,
  };
}

function serialize(value: unknown, mediaType = ""): Buffer {
  return Buffer.from(typeof value === "string" && !isJsonType(mediaType) ? value : JSON.stringify(value));
}

/** The declared headers without an example, as Prism generates them. */
function generatedHeaders(
  rules: readonly HeaderRule[],
  response: Response,
  generated: GeneratedResponse | undefined,
): HeaderRule[] {
  return entriesOf(generated?.headers).flatMap(([name, value]) => {
    const isMissing =
      response.headers.some((header) => header.name === name) && !rules.some((rule) => rule.name === name);
    if (!isMissing || value === null || !isHeaderValue(String(value))) return [];
    return [{ name, value: String(value) }];
  });
}

const etag = /^etag$/i;

/** Gives a declared ETag header the ETag in the body. */
function alignETag(rules: readonly HeaderRule[], response: Response, body: unknown): HeaderRule[] {
  const tag = entriesOf(body).find(([name]) => etag.test(name))?.[1];
  const declared = response.headers.find(({ name }) => etag.test(name));
  if (typeof tag !== "string" || !isHeaderValue(tag) || declared === undefined) return [...rules];
  return [...rules.filter(({ name }) => !etag.test(name)), { name: declared.name, value: tag }];
}

/** What a header will look like, for the validation. */
function sampleOf(rule: HeaderRule): string {
  if ("value" in rule) return rule.value;
  return rule.source === "time" ? new Date(0).toISOString() : "00000000-0000-4000-8000-000000000000";
}
