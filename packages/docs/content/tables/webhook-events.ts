/** The events about referrals. */
import { type JsonObject, listWebhooks } from "@partner-referrals/spec/model";
import { markdownTable } from "../markdown.ts";

export function webhookEventTable(document: JsonObject): string {
  return markdownTable(
    ["Event", "When"],
    listWebhooks(document).map(({ path, description = "" }) => [
      `[\`${path}\`](webhook:${path})`,
      description,
    ]),
  );
}
