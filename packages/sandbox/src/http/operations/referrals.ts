import type { ReferralCreate, ReferralPatch, ReferralReplace } from "@partner-referrals/types";
import { type Answer, type Exchange, type Handler, textOf } from "../exchange.ts";
import type { Row } from "../store/store.ts";
import { type Change, patchReferral, replaceReferral } from "./change.ts";
import { createReferral } from "./create.ts";
import { findReferral } from "./find.ts";
import { listReferrals } from "./list.ts";
import { presentItem } from "./present.ts";

/** The operations of version 1.0, by the ids of the contract. Bodies were checked against it. */
export const referralHandlers: Readonly<Record<string, Handler>> = {
  listReferrals,
  createReferral: (exchange) => {
    const { universe, caller, body } = exchange;
    return represent(exchange, createReferral(universe, caller.organization, body as ReferralCreate));
  },
  getReferral: (exchange) => {
    const id = textOf(exchange, "referralId") ?? "";
    return represent(exchange, findReferral(exchange.universe, exchange.caller, id));
  },
  replaceReferral: (exchange) =>
    represent(exchange, replaceReferral(changeOf(exchange), exchange.body as ReferralReplace)),
  updateReferral: (exchange) => {
    const row = patchReferral(changeOf(exchange), exchange.body as ReferralPatch);
    const wanted = (textOf(exchange, "Prefer") ?? "")
      .split(",")
      .map((preference) => preference.trim().toLowerCase());
    return wanted.includes("return=representation") ? represent(exchange, row) : { status: 204 };
  },
};

function changeOf(exchange: Exchange): Change {
  const { universe, caller } = exchange;
  return {
    universe,
    caller,
    id: textOf(exchange, "referralId") ?? "",
    ifMatch: textOf(exchange, "If-Match"),
  };
}

function represent({ origin }: Exchange, row: Row): Answer {
  return { status: 200, body: presentItem(row, origin), headers: { etag: row.eTag } };
}
