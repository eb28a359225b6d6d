/** What a token is requested with, for each of the two hosts. */
import { componentNamed, getIn, isObject, type JsonObject } from "@partner-referrals/spec/model";
import { code, codes, markdownTable } from "../markdown.ts";

export function tokenSettingTable(document: JsonObject): string {
  const flows = ["entraUser", "partnerCenterUser"].map((name) => userFlow(document, name));
  const row = (title: string, cell: (flow: JsonObject) => string) => [title, ...flows.map(cell)];
  return markdownTable(
    ["Setting", "Referrals", "Registration for events"],
    [
      row("Authorization endpoint", (flow) => code(flow.authorizationUrl)),
      row("Token endpoint", (flow) => code(flow.tokenUrl)),
      row("Scope", ({ scopes }) => codes(Object.keys(isObject(scopes) ? scopes : {}))),
    ],
  );
}

function userFlow(document: JsonObject, scheme: string): JsonObject {
  const flow = getIn(componentNamed(document, "securitySchemes", scheme), "flows", "authorizationCode");
  if (!isObject(flow)) throw new Error(`The security scheme ${scheme} has no authorizationCode flow.`);
  return flow;
}
