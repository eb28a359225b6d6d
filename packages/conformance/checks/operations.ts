import { readCases } from "../contract/cases.ts";
import { type Contract, isObject, type Located, nameIn, operationsOf } from "../contract/document.ts";
import type { Check } from "./check.ts";

interface Sheet {
  groups: Record<string, { server?: string; tokens: string[] }>;
  tokens: Record<string, Record<string, string | Record<string, string>>>;
  operations: Record<string, Call>;
}

interface Call {
  /** Method and path, or the event that it tells of. */
  call: string;
  group: string;
  deprecated?: boolean;
  needs?: string[];
  takes?: string[];
  sends?: string;
  gives: Record<string, string>;
}

const json = "application/json";
const sheet = readCases<Sheet>("operations.yaml");

/** Every operation is called, and answers, as `cases/operations.yaml` says. */
export const operations: Check = function* ({ contract }) {
  const located = operationsOf(contract);
  const ids = new Set(located.map(({ operation }) => operation.operationId));
  for (const id of Object.keys(sheet.operations)) if (!ids.has(id)) yield `There is no operation ${id}.`;
  for (const one of located) {
    const call = sheet.operations[one.operation.operationId];
    if (!call) yield `${one.operation.operationId} is not in cases/operations.yaml.`;
    else
      for (const problem of checkCall(contract, one, call)) yield `${one.operation.operationId} ${problem}`;
  }
};

function* checkCall(contract: Contract, located: Located, call: Call): Generator<string> {
  const { path, method, operation, servers } = located;
  yield* differ("is", [`${method.toUpperCase()} ${path}`], [call.call]);
  const { server, tokens } = sheet.groups[call.group] ?? { tokens: [] };
  if (server !== undefined && servers.map(({ url }) => url).join() !== server) yield "is on another server.";
  yield* checkTokens(contract, operation.security ?? contract.security, tokens, server);
  if ((operation.deprecated ?? false) !== (call.deprecated ?? false))
    yield `is ${operation.deprecated ? "" : "not "}deprecated.`;

  const parameters = (operation.parameters ?? []).flatMap(
    (reference) => contract.components.parameters[nameIn(reference) ?? ""] ?? [],
  );
  const named = (isRequired: boolean) =>
    parameters.filter(({ required = false }) => required === isRequired).map(({ name }) => name);
  yield* differ("needs", named(true), call.needs);
  yield* differ("takes", named(false), call.takes);

  const body = operation.requestBody;
  yield* differ("sends", Object.keys(body?.content ?? {}), call.sends ? [json] : []);
  yield* differ("sends", bodyNames(body?.content), call.sends ? [call.sends] : []);
  if (body && !body.required) yield "can be sent without a body.";

  const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
  yield* differ(
    "answers",
    successes.map(([status]) => status),
    Object.keys(call.gives),
  );
  for (const [status, { content }] of successes) {
    const given = call.gives[status];
    yield* differ(`gives, with ${status},`, bodyNames(content), given === "nothing" ? [] : [given ?? ""]);
    yield* differ(`gives, with ${status},`, Object.keys(content ?? {}), given === "nothing" ? [] : [json]);
  }
}

/** A call takes one of these tokens, for the server that it goes to. */
function* checkTokens(
  { components }: Contract,
  security: Record<string, string[]>[],
  tokens: string[],
  server = "",
): Generator<string> {
  yield* differ(
    "is called with",
    security.flatMap((scheme) => Object.keys(scheme)),
    tokens,
  );
  for (const [name, scopes] of security.flatMap((scheme) => Object.entries(scheme))) {
    const { type, flows = {}, ...rest } = components.securitySchemes[name] ?? { type: "" };
    yield* checkScheme(name, { ...rest, ...flows, type });
    const asked = type === "oauth2" ? [`${server}/.default`] : [];
    yield* differ(`asks, with ${name}, for`, scopes, asked);
    for (const flow of Object.values(flows))
      yield* differ(`can ask, with ${name}, for`, Object.keys(flow.scopes), asked);
  }
}

/** How one comes by a token, and where it goes. */
function* checkScheme(name: string, scheme: Record<string, unknown>): Generator<string> {
  for (const [key, stated] of Object.entries(sheet.tokens[name] ?? {})) {
    const found = scheme[key];
    const pairs = typeof stated === "string" ? { [key]: stated } : stated;
    const members: Record<string, unknown> =
      typeof stated === "string" ? scheme : isObject(found) ? found : {};
    for (const [member, value] of Object.entries(pairs)) {
      if (members[member] !== value) yield `is called with ${name}, whose ${member} is not ${value}.`;
    }
  }
}

function bodyNames(content: Record<string, { schema: { $ref?: string } }> = {}): string[] {
  return Object.values(content).map(({ schema }) => nameIn(schema) ?? "no component");
}

function* differ(verb: string, found: string[], stated: string[] = []): Generator<string> {
  for (const one of found) if (!stated.includes(one)) yield `${verb} ${one}.`;
  for (const one of stated) if (!found.includes(one)) yield `no longer ${verb} ${one}.`;
}
