/** An app that is still CommonJS: what TypeScript makes of this calls `require` for the client, which is an ES module. */
import { createReferralsClient, isReferralsError } from "@partner-referrals/client";

declare const process: { argv: string[] };

const referrals = createReferralsClient({ baseUrl: String(process.argv[2]), token: "token", retry: false });
referrals.get("unknown").catch((error: unknown) => {
  console.log(isReferralsError(error) && error.innermostCode);
});
