import { isDeepStrictEqual } from "node:util";
import { resolveObject } from "../../../model/document.ts";
import { type ContractView, textOf } from "../contract-view.ts";
import type { Place, Source } from "../source.ts";
import type { Fact } from "./fact.ts";

/** Rules and prerequisites, in our own words. `held` says where the contract states them. */
export function ruleFacts({ rules, prerequisites, held = {} }: Source): Fact[] {
  return Object.entries({ prerequisites, rules }).flatMap(([member, statements]) =>
    Object.keys(statements ?? {}).map(
      (id): Fact => ({
        id,
        topic: "rules",
        place: [member, id],
        check: (contract) => checkPlace(contract, held[id]),
      }),
    ),
  );
}

function checkPlace(contract: ContractView, place: Place | undefined): string | undefined {
  if (!place) return "nobody said where the contract states it";
  const { at, says, ...keywords } = place;
  const part = contract.part(at);
  if (!part) return `the contract has no ${at}`;
  if (says !== undefined && !plain(textOf(part)).includes(plain(says))) return `${at} does not say "${says}"`;
  const node = { ...resolveObject(part.document, part.value), ...part.value };
  const wrong = Object.entries(keywords).find(([name, value]) => !isDeepStrictEqual(node[name], value));
  return wrong && `${at} does not have ${wrong[0]}: ${JSON.stringify(wrong[1])}`;
}

/** Without case, white space and the marks of Markdown. */
function plain(text: string): string {
  return text.replaceAll(/[`*_]/g, "").replaceAll(/\s+/g, " ").toLowerCase();
}
