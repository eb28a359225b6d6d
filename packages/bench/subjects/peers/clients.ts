/** Our client and its peers. Each has an app of this name in `apps/`. */
import { versionsOf } from "../versions.ts";

export const clients = [
  "bare-fetch",
  "openapi-fetch",
  "hey-api",
  "orval",
  "redocly",
  "partner-referrals",
] as const;

/** Which peers these are. */
export const peerVersions = await versionsOf([
  "openapi-fetch",
  "@hey-api/openapi-ts",
  "orval",
  "@redocly/cli",
]);
