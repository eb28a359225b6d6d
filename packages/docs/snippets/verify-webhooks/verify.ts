import { readFile } from "node:fs/promises";
import { verifyWebhook } from "@partner-referrals/client/webhooks";

const read = (name: string) => readFile(new URL(name, import.meta.url));

const event = await verifyWebhook(
  {
    headers: {
      authorization: `Signature ${await read("signature.txt")}`,
      "x-ms-certificate-url": "https://3psostorageacct.blob.core.windows.net/vector.pem",
      "x-ms-signature-algorithm": "rsa-sha256",
    },
    body: await read("body.txt"),
  },
  // In production, leave `fetch` out and trust the roots of `node:tls` or of Microsoft.
  {
    trustedRoots: [await read("root.pem")],
    fetch: async () => new Response(await read("certificate.pem")),
  },
);
console.log(event.name, event.referralId);
