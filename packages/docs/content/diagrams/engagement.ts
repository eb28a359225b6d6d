/** A shared engagement: one referral for each organization, tied by the id of the engagement. */
import { type JsonObject, knownValues, propertiesOf, schemaNamed } from "@partner-referrals/spec/model";
import { box, type Diagram, picture, text } from "./svg.ts";

const size = { width: 400, height: 226 };
const cardSize = { width: 180, height: 150 };
const top = 62;

export function engagementDiagram(document: JsonObject): Diagram {
  const { id, engagementId, organizationId, status, eTag, team } = properties(document);
  const shared = value(document, "ReferralType", "Shared");
  const yours = ["yours", value(document, "ReferralDirection", "Outgoing")];
  const theirs = ["Microsoft's", value(document, "ReferralDirection", "Incoming")];
  const own = [`its own ${id}`, `its own ${status}`, `its own ${eTag}`, `its own ${team}`];

  return {
    svg: picture("One engagement with two referrals, yours and Microsoft's", size, [
      box({ x: 2, y: 2 }, { width: size.width - 4, height: size.height - 4 }, "group"),
      text({ x: size.width / 2, y: 26 }, "Engagement", "title"),
      text({ x: size.width / 2, y: 45 }, `one ${engagementId}, type ${shared}`, "note"),
      card(14, "Your referral", [`${organizationId}: ${yours[0]}`, ...own, `${yours[1]} for you`]),
      card(size.width - 14 - cardSize.width, "Microsoft's referral", [
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
  const middle = x + cardSize.width / 2;
  return [
    box({ x, y: top }, cardSize, "box"),
    text({ x: middle, y: top + 22 }, title, "title"),
    ...lines.map((content, index) => text({ x: middle, y: top + 44 + 18 * index }, content, "note")),
  ].join("");
}

/** The names that the drawing uses. @throws Error when a referral no longer has one. */
function properties(document: JsonObject) {
  const properties = propertiesOf(document, schemaNamed(document, "Referral"));
  const name = <Name extends string>(wanted: Name): Name => {
    if (properties.has(wanted)) return wanted;
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

function value(document: JsonObject, name: string, wanted: string): string {
  if (knownValues(document, schemaNamed(document, name)).includes(wanted)) return wanted;
  throw new Error(`${name} has no ${wanted} to draw.`);
}
