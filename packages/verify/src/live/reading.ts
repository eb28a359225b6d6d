import { getIn, isObject, itemsIn } from "@partner-referrals/spec/model";
import type { Referral } from "@partner-referrals/types";
import type { Step } from "./steps.ts";

/** Pages that are read of one list. */
const maxPages = 3;

/** A property of a referral. The compiler holds it to the contract. */
function named(name: keyof Referral): string {
  return name;
}

/** Steps that only read. */
export const readingSteps: readonly Step[] = [
  {
    id: "list",
    title: "Lists referrals and follows the next links",
    writes: false,
    async run({ session, operation }) {
      const list = operation("listReferrals");
      let page = await session.send({ operation: list, query: { $count: "true" } });
      for (let count = 1; count < maxPages; count += 1) {
        const link = getIn(page.json, "@odata.nextLink");
        if (typeof link !== "string" || !URL.canParse(link)) break;
        page = await session.follow(list, link);
      }
      await session.send({ operation: list, query: { $top: "2", $skip: "1" } });
    },
  },
  {
    id: "get",
    title: "Reads one referral, also as the preview has it",
    writes: false,
    async run(context) {
      const { session, operation } = context;
      const page = await session.send({ operation: operation("listReferrals"), query: { $top: "1" } });
      const [first] = itemsIn(getIn(page.json, "value"));
      const id = getIn(first, named("id"));
      if (typeof id !== "string") return;
      const { json, etag } = await session.send({
        operation: operation("getReferral"),
        path: { referralId: id },
      });
      if (isObject(json)) context.seen = { id, etag, json };
      await session.send({ operation: operation("getPreviewReferral"), path: { referralId: id } });
    },
  },
  {
    id: "filter",
    title: "Filters, sorts and selects by what was read",
    writes: false,
    async run({ session, operation, seen }) {
      const list = operation("listReferrals");
      for (const name of ["status", "type", "direction"].map((one) => one as keyof Referral)) {
        const value = seen?.json[name];
        if (typeof value === "string")
          await session.send({
            operation: list,
            query: { $filter: `${named(name)} eq '${value}'`, $top: "5" },
          });
      }
      for (const direction of ["asc", "desc"])
        await session.send({
          operation: list,
          query: { $orderby: `${named("updatedDateTime")} ${direction}`, $top: "5" },
        });
      const selected = [named("id"), named("status"), named("substatus")].join(",");
      await session.send({ operation: list, query: { $select: selected, $top: "5" } });
    },
  },
  {
    id: "errors",
    title: "Provokes errors by reading",
    writes: false,
    async run({ session, operation }) {
      const [get, list] = [operation("getReferral"), operation("listReferrals")];
      await session.send({ operation: get, path: { referralId: crypto.randomUUID() } });
      await session.send({
        operation: operation("getPreviewReferral"),
        path: { referralId: crypto.randomUUID() },
      });
      for (const one of [get, list, operation("getPreviewReferral")]) {
        const path = { referralId: crypto.randomUUID() };
        await session.send({ operation: one, path, authenticated: false });
        await session.send({ operation: one, path, headers: { accept: "text/csv" } });
      }
      await session.send({ operation: get, path: { referralId: "not-a-guid" } });
      await session.send({ operation: operation("getPreviewReferral"), path: { referralId: "not-a-guid" } });
      await session.send({ operation: list, query: { $top: "-1" } });
      await session.send({ operation: list, query: { $filter: "status eq" } });
    },
  },
];
