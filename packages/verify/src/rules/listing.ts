import {
  getIn,
  isObject,
  type JsonObject,
  operationNamed,
  resolveObject,
} from "@partner-referrals/spec/model";
import { isOperation, isSuccess } from "./kinds.ts";
import { decide, type Observation, type Rule, statelessRule } from "./rule.ts";
import { readFilter } from "./simple-filter.ts";

/** Walks that are followed at the same time. */
const maxWalks = 1000;

interface Walk {
  readonly ids: Set<string>;
  readonly links: Set<string>;
}

export const listingRules: readonly Rule[] = [
  {
    id: "page-size",
    title: "A page has at most as many referrals as $top asks for, and never more than the contract says.",
    evidence: ["listReferrals", "parameters/Top", "ReferralPage.value"],
    start(document) {
      const max = maxPageSize(document);
      return (observation, verdict) => {
        const count = observation.referrals.length;
        if (!isPage(observation)) return;
        const top = Number(observation.exchange.request.url.searchParams.get("$top") ?? max);
        decide(verdict, count <= Math.min(top, max), `${count} referrals`);
      };
    },
  },
  {
    id: "next-link",
    title: "A next link leads on: none comes twice in one walk.",
    evidence: ["ReferralPage.@odata.nextLink"],
    start: () =>
      followWalks(({ links }, { next }, verdict) => {
        if (next === undefined) return;
        decide(verdict, !links.has(next), "a link that came before");
        links.add(next);
      }),
  },
  {
    id: "listed-once",
    title: "A walk along the next links shows each referral once.",
    evidence: ["listReferrals", "ReferralPage.value"],
    start: () =>
      followWalks(({ ids }, { referrals }, verdict) => {
        for (const { id } of referrals) {
          if (typeof id !== "string") continue;
          decide(verdict, !ids.has(id), "a referral that came before");
          ids.add(id);
        }
      }),
  },
  statelessRule({
    id: "filter",
    title: "Every referral of a page matches its $filter.",
    evidence: ["parameters/Filter"],
    judge(observation, verdict) {
      const filter = observation.exchange.request.url.searchParams.get("$filter");
      const matches = filter === null ? undefined : readFilter(filter);
      if (!isPage(observation) || !matches || observation.referrals.length === 0) return;
      const wrong = observation.referrals.filter((referral) => matches(referral) === false).length;
      decide(verdict, wrong === 0, `${wrong} of ${observation.referrals.length} referrals do not`);
    },
  }),
  statelessRule({
    id: "order",
    title: "The referrals of a page are in the order of $orderby.",
    evidence: ["parameters/OrderBy"],
    judge(observation, verdict) {
      const order = observation.exchange.request.url.searchParams.get("$orderby");
      const [, path = "", direction = "asc"] = /^\s*([\w/]+)(?:\s+(asc|desc))?\s*$/.exec(order ?? "") ?? [];
      if (!isPage(observation) || path === "") return;
      const keys = observation.referrals.map((referral) => sortKey(getIn(referral, ...path.split("/"))));
      // How text is compared is the service's business.
      if (keys.length < 2 || keys.some((key) => key === undefined)) return;
      const isSorted = keys.every((key, index) => {
        const previous = keys[index - 1];
        if (previous === undefined || key === undefined) return true;
        return direction === "desc" ? key <= previous : key >= previous;
      });
      decide(verdict, isSorted, "another order");
    },
  }),
  statelessRule({
    id: "count",
    title: "With $count=true a page says how many referrals there are, no fewer than it shows.",
    evidence: ["parameters/Count", "ReferralPage.@odata.count"],
    judge(observation, verdict) {
      if (!isPage(observation) || observation.exchange.request.url.searchParams.get("$count") !== "true")
        return;
      const count = getIn(observation.received, "@odata.count");
      decide(
        verdict,
        typeof count === "number" && count >= observation.referrals.length,
        "a smaller count, or none",
      );
    },
  }),
  statelessRule({
    id: "select",
    title: "With $select a page shows nothing but the selected properties and OData's own.",
    evidence: ["parameters/Select"],
    judge(observation, verdict) {
      const select = observation.exchange.request.url.searchParams.get("$select");
      if (!isPage(observation) || select === null || observation.referrals.length === 0) return;
      const names = new Set(select.split(",").map((name) => name.trim().split("/")[0]));
      const isSelected = (name: string) => names.has(name) || name.startsWith("@");
      decide(
        verdict,
        observation.referrals.every((one) => Object.keys(one).every(isSelected)),
        "other properties",
      );
    },
  }),
];

function isPage(observation: Observation): boolean {
  return (
    isOperation(observation, "listReferrals") && isSuccess(observation) && isObject(observation.received)
  );
}

function maxPageSize(document: JsonObject): number {
  const list = operationNamed(document, "listReferrals");
  const [page] = list.responses.get("200")?.content ?? [];
  const size = resolveObject(document, page?.schema)["x-page-size"];
  return typeof size === "number" ? size : Number.POSITIVE_INFINITY;
}

type JudgePage = (
  walk: Walk,
  page: { readonly next: string | undefined; readonly referrals: Observation["referrals"] },
  verdict: Parameters<ReturnType<Rule["start"]>>[1],
) => void;

/** Pages that follow one another by their links are one walk. */
function followWalks(judge: JudgePage): ReturnType<Rule["start"]> {
  const walks = new Map<string, Walk>();
  return (observation, verdict) => {
    if (!isPage(observation)) return;
    const { url } = observation.exchange.request;
    const here = url.pathname + url.search;
    const walk = walks.get(here) ?? { ids: new Set(), links: new Set([here]) };
    walks.delete(here);
    const next = linkIn(observation.received);
    judge(walk, { next, referrals: observation.referrals }, verdict);
    if (next !== undefined) walks.set(next, walk);
    const [oldest] = walks.keys();
    if (walks.size > maxWalks && oldest !== undefined) walks.delete(oldest);
  };
}

/** Path and query of the next link: documented links name other hosts than the one called. */
function linkIn(page: unknown): string | undefined {
  const link = getIn(page, "@odata.nextLink");
  if (typeof link !== "string" || !URL.canParse(link)) return undefined;
  const { pathname, search } = new URL(link);
  return pathname + search;
}

function sortKey(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const time = typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
