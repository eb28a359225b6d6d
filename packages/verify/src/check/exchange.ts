import {
  createPathMatcher,
  type Header,
  type JsonObject,
  listOperations,
  type MediaType,
  type Operation,
  responseFor,
} from "@partner-referrals/spec/model";
import type { Body, Exchange } from "../exchange.ts";
import { factId } from "../facts/facts.ts";
import type { Ledger } from "../facts/ledger.ts";
import { type BodyChecker, createBodyChecker } from "./body.ts";
import { type SchemaCheck, schemaCheckFor } from "./schema.ts";

/** Finds the operation that a request is for. */
export type FindOperation = (method: string, url: URL) => Operation | undefined;

export function createOperationFinder(document: JsonObject): FindOperation {
  const operations = new Map(listOperations(document).map((one) => [`${one.method} ${one.path}`, one]));
  const match = createPathMatcher([...operations.values()].map(({ path }) => path));
  return (method, { pathname }) => {
    const path = match(pathname.length > 1 ? pathname.replace(/\/$/, "") : pathname);
    return path === undefined ? undefined : operations.get(`${method.toLowerCase()} ${path}`);
  };
}

/** Holds one exchange to the contract: status, headers and bodies. What takes several is a rule. */
export type ExchangeChecker = (exchange: Exchange, operation: Operation) => void;

export function createExchangeChecker(document: JsonObject, ledger: Ledger): ExchangeChecker {
  const isValid = schemaCheckFor(document);
  const bodies = createBodyChecker(document, ledger, isValid);
  return (exchange, operation) => {
    const { request, response, source } = exchange;
    const { status } = response;
    const call = `${request.method} ${operation.path}`;
    const where = `${source}: ${status} of ${call}`;
    const isSuccess = status < 400;
    if (isSuccess) confirmRequest(ledger, exchange, operation);
    const declared = operation.responses.get(String(status));
    if (declared) ledger.confirm(factId.status(operation, status));
    else if (status !== 304) {
      const seen = `${status}, which the contract does not name`;
      ledger.contradict(factId.status(operation, status), { where, seen }, `${call} can return ${status}.`);
    }
    // `default` stands for errors.
    const described = declared ?? (status >= 400 ? responseFor(operation, status) : undefined);
    if (!described) return;
    for (const header of described.headers)
      checkHeader(
        ledger,
        isValid,
        header,
        exchange,
        factId.header(operation, described.status, header),
        where,
      );
    if (response.isBodyKnown && request.method !== "HEAD")
      checkBody(
        bodies,
        ledger,
        response.body,
        described.content,
        factId.status(operation, described.status),
        where,
        true,
      );
    if (isSuccess && operation.requestBody)
      checkBody(
        bodies,
        ledger,
        request.body,
        operation.requestBody.content,
        operation.id,
        `${source}: request of ${call}`,
        false,
      );
  };
}

function confirmRequest(ledger: Ledger, { request }: Exchange, operation: Operation): void {
  ledger.confirm(factId.operation(operation));
  for (const { name, in: location } of operation.parameters) {
    const isSent =
      location === "path" ||
      (location === "query" && request.url.searchParams.has(name)) ||
      (location === "header" && request.headers.has(name.toLowerCase()));
    if (isSent) ledger.confirm(factId.parameter(operation, name));
  }
}

function checkHeader(
  ledger: Ledger,
  isValid: SchemaCheck,
  header: Header,
  { response }: Exchange,
  fact: string,
  where: string,
): void {
  const name = header.name.toLowerCase();
  const value = response.headers.get(name);
  if (value === undefined) {
    if (header.required) ledger.contradict(fact, { where, seen: `no ${header.name}` });
    return;
  }
  const typed =
    /^-?\d+$/.test(value) && [schemaType(header)].flat().includes("integer") ? Number(value) : value;
  if (header.schema === undefined || isValid(header.schemaPointer, typed)) ledger.confirm(fact);
  else
    ledger.contradict(fact, {
      where,
      seen: `a ${header.name} of ${value.length} characters that does not fit`,
    });
}

function schemaType({ schema }: Header): unknown {
  return typeof schema === "object" && schema !== null && "type" in schema ? schema.type : undefined;
}

function checkBody(
  bodies: BodyChecker,
  ledger: Ledger,
  body: Body | undefined,
  content: readonly MediaType[],
  fact: string,
  where: string,
  isResponse: boolean,
): void {
  const [declared] = content;
  if (!declared) {
    if (body !== undefined) ledger.contradict(fact, { where, seen: "a body where none is declared" });
    return;
  }
  if (body === undefined) {
    if (isResponse) ledger.contradict(fact, { where, seen: "no body" });
  } else if (body.isJson) bodies.check(body.json, declared.schemaPointer, where, isResponse);
  else ledger.contradict(fact, { where, seen: "a body that is not JSON" });
}
