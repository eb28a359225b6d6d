/** What a token is asked for, for each of the two hosts. */
import { isObject, type JsonObject } from "../contract.ts";
import { code, codes, markdownTable } from "./markdown.ts";
import { type Contract, component } from "./read.ts";

export function table(contract: Contract): string {
  const [referrals, partnerCenter] = ["entraUser", "partnerCenterUser"].map((name) => flowOf(contract, name));
  const row = (title: string, shown: (flow: JsonObject) => string) => [
    title,
    shown(referrals ?? {}),
    shown(partnerCenter ?? {}),
  ];
  return markdownTable(
    ["Setting", "Referrals", "Registration for events"],
    [
      row("Authorization endpoint", (flow) => code(String(flow.authorizationUrl))),
      row("Token endpoint", (flow) => code(String(flow.tokenUrl))),
      row("Scope", ({ scopes }) => codes(Object.keys(isObject(scopes) ? scopes : {}))),
    ],
  );
}

function flowOf(contract: Contract, scheme: string): JsonObject {
  const { flows } = component(contract, "securitySchemes", scheme);
  const flow = isObject(flows) ? flows.authorizationCode : undefined;
  if (!isObject(flow)) throw new Error(`The security scheme ${scheme} has no flow with a user.`);
  return flow;
}
