import { readFile, writeFile } from "node:fs/promises";
import { createReferralsClient } from "@partner-referrals/client";
import { createWebhookClient } from "@partner-referrals/client/webhooks";
import { signedInUser } from "./signed-in-user.ts";

const { TENANT_ID = "", CLIENT_ID = "", TOKEN, REFERRALS_URL: baseUrl } = process.env;

// A file will do on your own machine. In production, use a secret store.
const user = signedInUser(TENANT_ID, CLIENT_ID, {
  read: async () => (await readFile("refresh-token", "utf8")).trim(),
  write: (refreshToken) => writeFile("refresh-token", refreshToken, { mode: 0o600 }),
});
// A token of the sandbox, such as Proseware:admin, has a colon. A real one expires, so the credential takes its place.
const token = TOKEN?.includes(":") ? TOKEN : user;

export const referrals = createReferralsClient({ baseUrl, token });
export const webhooks = createWebhookClient({ baseUrl, token });
