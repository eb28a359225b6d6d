/** The roles in Partner Center that the API asks for. */
import { markdownTable } from "../markdown.ts";

const roles: readonly (readonly [role: string, access: string])[] = [
  ["Referrals admin", "All referrals of the organization, and leads"],
  ["Referrals user", "Creates deals, and works on those that have the user in `team`"],
];

export function roleTable(): string {
  return markdownTable(["Role of the user", "Access"], roles);
}
