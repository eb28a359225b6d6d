import type { Organization } from "./organizations.ts";

/** Who sends a request. */
export interface Caller {
  readonly organization: Organization;
  readonly role: "admin" | "user" | "app";
  /** The address of a user, who works on referrals that have it in the team. Empty for other roles. */
  readonly email: string;
}
