/** One page of each type. Pages of a type come from one template. */
import { contract, listOperations, listWebhooks, schemaNames } from "@partner-referrals/spec/model";
import { eventPath, operationPath, schemaPath } from "../../reference/addresses.ts";

/** Addresses relative to the site. Where sizes differ, the largest page of its type. */
export const samplePages: readonly string[] = [
  "",
  "guides/create-a-co-sell-deal/",
  "reference/",
  `${operationPath(listOperations(contract)[1]?.id ?? "")}/`,
  `${eventPath(listWebhooks(contract)[0]?.path ?? "")}/`,
  `${schemaPath("Referral")}/`,
  `${schemaPath(schemaNames(contract).find((name) => name === "ReferralSubstatus") ?? "")}/`,
  "workflows/shared-referral/",
  "packages/client/",
  "packages/mock-api/",
  "changelog/",
];
