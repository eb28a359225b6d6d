/** The tables that guides can include, by the name that they use. */
import type { OpenApiDocument } from "@partner-referrals/spec/model";
import { dealTypeTable } from "./deal-types.ts";
import { errorCodeTable } from "./error-codes.ts";
import { errorStatusTable } from "./error-statuses.ts";
import { contradictionList, sourceTable } from "./evidence.ts";
import { filterablePropertyTable } from "./filterable-properties.ts";
import { helpCodeTable } from "./help-codes.ts";
import { immutablePropertyTable } from "./immutable-properties.ts";
import { previewOperationTable } from "./preview-operations.ts";
import { previewRequestTable } from "./preview-requests.ts";
import { previewResponseTable } from "./preview-responses.ts";
import { previewStatusTable } from "./preview-statuses.ts";
import { queryOptionTable } from "./query-options.ts";
import { requestHeaderTable } from "./request-headers.ts";
import { responseHeaderTable } from "./response-headers.ts";
import { roleTable } from "./roles.ts";
import { sourceFactTable } from "./source-facts.ts";
import { statusTable } from "./statuses.ts";
import { substatusTable } from "./substatuses.ts";
import { taxonomyTable } from "./taxonomies.ts";
import { tokenSettingTable } from "./token-settings.ts";
import { transitionTable } from "./transitions.ts";
import { webhookEventTable } from "./webhook-events.ts";

export type Table = (document: OpenApiDocument) => string;

export const tables: Readonly<Record<string, Table>> = {
  "contradictions-behaviour": () => contradictionList("Behaviour"),
  "contradictions-names": () => contradictionList("Names and shapes"),
  "deal-types": dealTypeTable,
  "error-codes": errorCodeTable,
  "error-statuses": errorStatusTable,
  "filterable-properties": filterablePropertyTable,
  "help-codes": helpCodeTable,
  "immutable-properties": immutablePropertyTable,
  "preview-operations": previewOperationTable,
  "preview-requests": previewRequestTable,
  "preview-responses": previewResponseTable,
  "preview-statuses": previewStatusTable,
  "query-options": queryOptionTable,
  "request-headers": requestHeaderTable,
  "response-headers": responseHeaderTable,
  roles: roleTable,
  "silent-sources": () => contradictionList("Where the sources are silent"),
  "source-facts": sourceFactTable,
  sources: sourceTable,
  statuses: statusTable,
  substatuses: substatusTable,
  taxonomies: taxonomyTable,
  "token-settings": tokenSettingTable,
  transitions: transitionTable,
  "webhook-events": webhookEventTable,
};
