import assert from "node:assert/strict";
import { sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ReferralsWebhookError, type WebhookErrorCode } from "@partner-referrals/client/webhooks";
import type { Party } from "@partner-referrals/server/certificates";
import type { ReferralEvent } from "@partner-referrals/types";

interface Contract {
  webhooks: Record<
    string,
    {
      post: {
        requestBody: {
          content: { "application/json": { examples: Record<string, { value: ReferralEvent }> } };
        };
      };
    }
  >;
}

const contract: Contract = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/contract.json")), "utf8"),
);

/** The events of the contract's examples. */
export const events: ReferralEvent[] = Object.values(contract.webhooks).flatMap(({ post }) =>
  Object.values(post.requestBody.content["application/json"].examples).map(({ value }) => value),
);

/** One of them. */
export const event = first(events);

function first<T>([one]: T[]): T {
  assert.ok(one);
  return one;
}

/** The body and the headers that an event is delivered with. */
export function delivery(
  signer: Party,
  certificateUrl: string,
  body = JSON.stringify(event),
): { headers: Record<string, string>; body: string } {
  return {
    headers: {
      "content-type": "application/json",
      authorization: `Signature ${sign("sha256", Buffer.from(body), signer.key).toString("base64")}`,
      "x-ms-certificate-url": certificateUrl,
      "x-ms-signature-algorithm": "rsa-sha256",
    },
    body,
  };
}

/** That an error says which check failed, and tells nothing of the body. */
export function failedAs(code: WebhookErrorCode): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof ReferralsWebhookError)) throw error;
    const told = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    if (told.includes(event.ResourceUri)) throw new Error("The error quotes the body.");
    if (error.code === code) return true;
    throw new Error(`It failed as ${error.code}: ${error.message}`);
  };
}
