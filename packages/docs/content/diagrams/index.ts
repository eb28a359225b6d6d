/** The diagrams that guides can include, by the name that they use. */
import type { OpenApiDocument } from "@partner-referrals/spec/model";
import { coSellSequence } from "./co-sell-sequence.ts";
import { engagementDiagram } from "./engagement.ts";
import { statusMachine } from "./status-machine.ts";
import type { Diagram } from "./svg.ts";

export const diagrams: Readonly<Record<string, (document: OpenApiDocument) => Diagram>> = {
  "co-sell-sequence": coSellSequence,
  engagement: engagementDiagram,
  "status-machine": statusMachine,
};
