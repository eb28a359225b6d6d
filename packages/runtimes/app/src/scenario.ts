import {
  createReferralsClient,
  edit,
  isReferralsError,
  listAll,
  ReferralsNotFoundError,
  where,
} from "@partner-referrals/client";
import { createPreviewClient } from "@partner-referrals/client/preview";
import { verifyWebhook } from "@partner-referrals/client/webhooks";
import type { Referral } from "@partner-referrals/types";

/** What an app observed. It is the same in every runtime that the client supports. */
export interface ScenarioResult {
  created: string;
  tokensRequested: number;
  listed: string[];
  edited: { dealValue: unknown; notes: unknown };
  notFound: string;
  isNotFoundError: boolean;
  notFoundInPreview: string;
  late: string;
  aborted: string;
  redirected: string;
  event: string;
  forgedEvent: string;
}

/** A delivery of an event as the stub sends it, with the certificate that vouches for its signer. */
interface Delivery {
  headers: Record<string, string>;
  body: string;
  root: string;
}

/** What an app does with the client: nothing here depends on the runtime. */
export async function scenario(baseUrl: string): Promise<ScenarioResult> {
  let tokensRequested = 0;
  const referrals = createReferralsClient({
    baseUrl,
    token: async () => `token-${++tokensRequested}`,
    retry: { baseDelayMs: 1 },
  });

  const created = await referrals.create({
    name: "Northwind Traders: demand forecasting",
    type: "Independent",
    customerProfile: { name: "Northwind Traders", address: { country: "US" } },
    consent: { consentToContact: true },
    details: { dealValue: 42000, currency: "USD" },
  });
  const { id }: Referral = await referrals.get(created.id);
  const tokensForTwoRequests = tokensRequested;

  const listed: string[] = [];
  const filter = where("status").eq("New");
  for await (const item of listAll(referrals, { select: ["name"], filter })) listed.push(String(item.name));

  const edited = await edit(referrals, id, (draft) => {
    draft.details.dealValue = 58000;
  });

  const notFound = await rejection(referrals.get("unknown"));
  const preview = createPreviewClient({ baseUrl, token: "token" });
  const notFoundInPreview = await rejection(preview.get("unknown"));

  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("The user left.")), 50);
  const aborted = await rejection(referrals.get("hanging", { signal: controller.signal }));
  const late = await rejection(referrals.get("hanging", { timeoutMs: 50, retry: false }));
  const redirected = await rejection(referrals.get("elsewhere"));

  const delivery: Delivery = await (await fetch(`${baseUrl}/delivery`)).json();
  const trust = { trustedRoots: [delivery.root], allowLoopbackHttp: true };
  const event = await verifyWebhook(delivery, trust);
  const forged = { ...delivery, body: `${delivery.body} ` };
  const forgedEvent = await rejection(verifyWebhook(forged, trust));

  return {
    created: String(created.name),
    tokensRequested: tokensForTwoRequests,
    listed,
    edited: { dealValue: edited.details.dealValue, notes: edited.details.notes },
    notFound: describe(notFound),
    isNotFoundError: notFound instanceof ReferralsNotFoundError,
    notFoundInPreview: describe(notFoundInPreview),
    late: describe(late),
    aborted: describe(aborted),
    redirected: describe(redirected),
    event: event.name,
    forgedEvent: describe(forgedEvent),
  };
}

async function rejection(request: Promise<unknown>): Promise<unknown> {
  try {
    await request;
  } catch (error) {
    return error;
  }
  throw new Error("The request should have been rejected.");
}

/** An error of the client as its name and the most specific code; any other as it prints. */
function describe(error: unknown): string {
  if (!isReferralsError(error)) return String(error);
  const { name, code, innermostCode = code } = error;
  return innermostCode ? `${name} ${innermostCode}` : name;
}
