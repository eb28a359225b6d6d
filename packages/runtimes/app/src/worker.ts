/** The scenario in an edge worker, which has no file system, no process, and no I/O outside of a request. */
import { createReferralsClient } from "@partner-referrals/client";
import { scenario } from "./scenario.js";

// Apps create their client once; this must not do what workers only allow in a request.
createReferralsClient({ token: "token" });

export default {
  async fetch(request: Request): Promise<Response> {
    const service = new URL(request.url).searchParams.get("service");
    return new Response(JSON.stringify(await scenario(String(service))));
  },
};
