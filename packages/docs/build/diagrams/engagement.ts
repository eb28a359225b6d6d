/** A shared engagement: one referral for each organization, tied by the id of the engagement. */
import { isObject } from "../contract.ts";
import { type Contract, knownValues, schema } from "../tables/read.ts";
import { box, type Diagram, picture, text } from "./svg.ts";

const SIZE = { width: 400, height: 226 };
const CARD = { width: 180, height: 150 };
const TOP = 62;

export function diagram(contract: Contract): Diagram {
  const { id, engagementId, organizationId, status, eTag, team } = properties(contract);
  const shared = value(contract, "ReferralType", "Shared");
  const yours = ["yours", value(contract, "ReferralDirection", "Outgoing")];
  const theirs = ["Microsoft's", value(contract, "ReferralDirection", "Incoming")];
  const own = [`its own ${id}`, `its own ${status}`, `its own ${eTag}`, `its own ${team}`];

  return {
    svg: picture("One engagement with two referrals, yours and Microsoft's", SIZE, [
      box({ x: 2, y: 2 }, { width: SIZE.width - 4, height: SIZE.height - 4 }, "group"),
      text({ x: SIZE.width / 2, y: 26 }, "Engagement", "title"),
      text({ x: SIZE.width / 2, y: 45 }, `one ${engagementId}, type ${shared}`, "note"),
      card(14, "Your referral", [`${organizationId}: ${yours[0]}`, ...own, `${yours[1]} for you`]),
      card(SIZE.width - 14 - CARD.width, "Microsoft's referral", [
        `${organizationId}: msft`,
        ...own,
        `${theirs[1]} for them`,
      ]),
    ]),
    text: [
      `- The engagement has one \`${engagementId}\`, which both referrals carry. Both have the type \`${shared}\`.`,
      `- Your referral has your organization as \`${organizationId}\`. It is \`${yours[1]}\` for you.`,
      `- Microsoft's referral has \`msft\` as \`${organizationId}\`. It is \`${theirs[1]}\` for them.`,
      `- Each has an \`${id}\`, a \`${status}\`, an \`${eTag}\` and a \`${team}\` of its own.`,
    ].join("\n"),
  };
}

function card(x: number, title: string, lines: readonly string[]): string {
  const middle = x + CARD.width / 2;
  return [
    box({ x, y: TOP }, CARD, "box"),
    text({ x: middle, y: TOP + 22 }, title, "title"),
    ...lines.map((content, index) => text({ x: middle, y: TOP + 44 + 18 * index }, content, "note")),
  ].join("");
}

/** The names that the drawing uses. @throws Error when a referral no longer has one. */
function properties(contract: Contract) {
  const { properties } = schema(contract, "Referral");
  const name = <Name extends string>(wanted: Name): Name => {
    if (isObject(properties) && wanted in properties) return wanted;
    throw new Error(`A referral has no ${wanted} to draw.`);
  };
  return {
    id: name("id"),
    engagementId: name("engagementId"),
    organizationId: name("organizationId"),
    status: name("status"),
    eTag: name("eTag"),
    team: name("team"),
  };
}

function value(contract: Contract, name: string, wanted: string): string {
  if (knownValues(contract, name).includes(wanted)) return wanted;
  throw new Error(`${name} has no ${wanted} to draw.`);
}
