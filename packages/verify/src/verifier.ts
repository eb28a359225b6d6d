import {
  contract,
  examplesOf,
  isObject,
  itemsIn,
  type JsonObject,
  listOperations,
  type Operation,
} from "@partner-referrals/spec/model";
import { createBodyChecker } from "./check/body.ts";
import { createExchangeChecker, createOperationFinder } from "./check/exchange.ts";
import { schemaCheckFor } from "./check/schema.ts";
import { type Exchange, overlaps } from "./exchange.ts";
import { type Fact, factId, listFacts } from "./facts/facts.ts";
import { type Finding, Ledger, type Undeclared } from "./facts/ledger.ts";
import type { Observation, SeenReferral, Snapshot } from "./rules/rule.ts";
import { rules } from "./rules/rules.ts";

/** Referrals that are remembered for the rules. The one seen longest ago goes first. */
const maxRemembered = 10_000;

/** What traffic says of the contract. */
export interface Report {
  /** The version of the contract. */
  readonly contractVersion: string;
  /** The day of the verification, such as `2026-01-31`. */
  readonly date: string;
  /** Exchanges that were for an operation of the contract. */
  readonly exchanges: number;
  /** Exchanges that were not. */
  readonly skipped: number;
  readonly findings: readonly Finding[];
  /** Names that the contract does not have. It allows them; they may be worth adding. */
  readonly undeclared: readonly Undeclared[];
}

/** Holds exchanges to the contract one after the other, in the order in which they happened. */
export interface Verifier {
  /** Returns the operation; undefined when the exchange is none of this API's. */
  observe(exchange: Exchange): Operation | undefined;
  report(): Report;
}

/**
 * @param document the contract to verify; the published one by default
 */
export function createVerifier(document: JsonObject = contract): Verifier {
  const ledger = new Ledger(factsToVerify(document));
  const findOperation = createOperationFinder(document);
  const checkExchange = createExchangeChecker(document, ledger);
  const judges = rules.map((rule) => ({ fact: factId.rule(rule.id), judge: rule.start(document) }));
  const remembered = new Map<string, Snapshot>();
  const count = { exchanges: 0, skipped: 0 };

  return {
    observe(exchange) {
      const operation = findOperation(exchange.request.method, exchange.request.url);
      if (!operation) {
        count.skipped += 1;
        return undefined;
      }
      count.exchanges += 1;
      checkExchange(exchange, operation);
      const observation = observe(exchange, operation);
      const where = `${exchange.source}: ${observation.status} of ${exchange.request.method} ${operation.path}`;
      for (const { fact, judge } of judges) {
        judge(observation, {
          confirm: () => ledger.confirm(fact),
          contradict: (seen) => ledger.contradict(fact, { where, seen }),
        });
      }
      remember(observation);
      return operation;
    },
    report: () => ({
      contractVersion: String((document.info as { version?: unknown } | undefined)?.version),
      date: new Date().toISOString().slice(0, 10),
      ...count,
      findings: ledger.findings(),
      undeclared: ledger.undeclaredNames(),
    }),
  };

  function observe(exchange: Exchange, operation: Operation): Observation {
    const received = exchange.response.body?.json;
    return {
      exchange,
      operation,
      status: exchange.response.status,
      sent: exchange.request.body?.json,
      received,
      referralId: idIn(operation, exchange.request.url),
      referrals: exchange.response.status < 300 ? referralsIn(received) : [],
      before(id) {
        const known = typeof id === "string" ? remembered.get(id.toLowerCase()) : undefined;
        return overlaps(exchange, known?.endedAt) ? undefined : known;
      },
    };
  }

  function remember({ referrals, referralId, status, exchange, operation, before }: Observation): void {
    for (const referral of referrals) {
      // What $select left out is not known to be gone.
      const earlier = before(referral.id)?.referral;
      const etag = typeof referral.eTag === "string" ? referral.eTag : undefined;
      const isOne = referrals.length === 1 && exchange.response.headers.get("etag");
      store(String(referral.id), { referral: { ...earlier, ...referral }, etag: isOne || etag }, exchange);
    }
    const changed = before(referralId);
    const isWrite = operation.method !== "get";
    if (isWrite && status < 300 && referrals.length === 0 && referralId !== undefined && changed)
      store(referralId, nothing, exchange);
  }

  function store(id: string, snapshot: Snapshot, exchange: Exchange): void {
    const key = id.toLowerCase();
    const earlier = remembered.get(key)?.endedAt;
    const isSure = !overlaps(exchange, earlier);
    const endedAt = isSure ? exchange.endedAt : Math.max(earlier ?? 0, exchange.endedAt ?? 0);
    remembered.delete(key);
    remembered.set(key, { ...(isSure ? snapshot : nothing), ...(endedAt !== undefined && { endedAt }) });
    const [oldest] = remembered.keys();
    if (remembered.size > maxRemembered && oldest !== undefined) remembered.delete(oldest);
  }
}

/** What is known of a referral that was changed, no one knows how. */
const nothing: Snapshot = { referral: {}, etag: undefined };

const verifiable = new WeakMap<JsonObject, Fact[]>();

/** All facts but those that the contract's own examples contradict: it shows more values of some enumerations than it lists. */
function factsToVerify(document: JsonObject): Fact[] {
  const known = verifiable.get(document);
  if (known) return known;
  const facts = listFacts(document);
  const ledger = new Ledger(facts);
  const bodies = createBodyChecker(document, ledger, schemaCheckFor(document));
  for (const { responses } of listOperations(document))
    for (const { content } of responses.values())
      for (const mediaType of content)
        for (const { name, value } of examplesOf(document, mediaType))
          bodies.check(value, mediaType.schemaPointer, name, true);
  const contradicted = new Set(
    ledger.findings().flatMap(({ id, outcome }) => (outcome === "contradicted" ? [id] : [])),
  );
  const found = facts.filter(({ id, kind }) => kind !== "values" || !contradicted.has(id));
  verifiable.set(document, found);
  return found;
}

function idIn({ path }: Operation, { pathname }: URL): string | undefined {
  const index = path.split("/").findIndex((segment) => segment.startsWith("{"));
  return index < 0 ? undefined : decodeURIComponent(pathname.split("/")[index] ?? "").toLowerCase();
}

/** The referrals of version 1.0 in a body: the body itself, or the items of a page. */
function referralsIn(body: unknown): SeenReferral[] {
  if (!isObject(body)) return [];
  const candidates = Array.isArray(body.value) ? itemsIn(body.value) : [body];
  return candidates.filter((one): one is SeenReferral => isObject(one) && typeof one.id === "string");
}
