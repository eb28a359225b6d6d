import { createServer } from "node:http";
import { rootCertificates } from "node:tls";
import { ReferralsWebhookError, verifyWebhook } from "@partner-referrals/client/webhooks";
import { dealOf, save } from "./crm.ts";
import { referrals } from "./referrals.ts";

const sandboxRoot = process.env.SANDBOX_ROOT;
const trust = sandboxRoot
  ? { trustedRoots: [sandboxRoot], allowLoopbackHttp: true }
  : { trustedRoots: rootCertificates };

export const receiver = createServer(async (request, response) => {
  try {
    const event = await verifyWebhook({ headers: request.headers, body: request }, trust);
    if (event.isRelated) console.log(`Microsoft changed its side of ${dealOf(event.referralId) ?? "a deal"}`);
    else if (event.referralId) save(await referrals.get(event.referralId));
    response.writeHead(204);
  } catch (error) {
    // 401 for whoever is not Partner Center. After 500 the event comes again.
    response.writeHead(error instanceof ReferralsWebhookError ? 401 : 500);
  }
  response.end();
});
receiver.listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
