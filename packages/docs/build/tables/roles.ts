/** The roles in Partner Center that the API asks for. */
import { markdownTable } from "./markdown.ts";
import { type Contract, component, textOf } from "./read.ts";

const roles: Readonly<Record<string, string>> = {
  "Referrals admin": "works on all referrals of the organization, and on leads",
  "Referrals user": "creates deals, and works on those that have the user in `team`",
};

/** @throws Error when the contract no longer names a role. */
export function table(contract: Contract): string {
  const text = textOf(component(contract, "securitySchemes", "entraUser"));
  for (const role of Object.keys(roles)) {
    if (!text.includes(role)) throw new Error(`The contract does not name the role ${role}.`);
  }
  return markdownTable(["Role of the user", "May do"], Object.entries(roles));
}
