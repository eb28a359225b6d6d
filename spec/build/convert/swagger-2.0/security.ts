/** Rules for security schemes. */
import { entriesOf } from "../../../model/json.ts";
import { formatPointer } from "../../../model/pointer.ts";
import { type Rule, UnsupportedError } from "../changes.ts";
import { isNode, type Node } from "../structure.ts";
import { type Context, copyFields, note } from "./context.ts";

/** The flows of OAuth 2.0 have other names. */
const oauthFlows: Rule = {
  name: "oauth-flows",
  reason: "A scheme of Swagger 2.0 has one flow of OAuth 2.0, and no address to refresh a token at.",
};

/** Bearer tokens are a header like any other. */
const bearer: Rule = {
  name: "bearer",
  reason: "Swagger 2.0 has no bearer tokens; the header `Authorization` says the same less exactly.",
};

const flowNames: Readonly<Record<string, string>> = {
  authorizationCode: "accessCode",
  clientCredentials: "application",
  implicit: "implicit",
  password: "password",
};

/** The security schemes of a document as Swagger 2.0 has them. */
export function convertSecuritySchemes(context: Context, schemes: unknown): Node {
  return Object.fromEntries(
    entriesOf(schemes).map(([name, scheme]) => {
      const pointer = formatPointer(["components", "securitySchemes", name]);
      return [name, convertScheme(context, isNode(scheme) ? scheme : {}, pointer)];
    }),
  );
}

function convertScheme(context: Context, scheme: Node, pointer: string): Node {
  if (scheme.type === "oauth2") return convertOAuth(context, scheme, pointer);
  if (scheme.type === "apiKey" && scheme.in !== "cookie")
    return copyFields(scheme, ["type", "description", "name", "in"]);
  if (scheme.type === "http" && scheme.scheme === "basic")
    return { type: "basic", ...copyFields(scheme, ["description"]) };
  if (scheme.type === "http" && scheme.scheme === "bearer") {
    note(context, bearer, "weakened", pointer);
    return { type: "apiKey", in: "header", name: "Authorization", ...copyFields(scheme, ["description"]) };
  }
  throw new UnsupportedError(pointer, "Swagger 2.0 has no such security scheme.");
}

function convertOAuth(context: Context, scheme: Node, pointer: string): Node {
  const [first, ...others] = entriesOf(scheme.flows).filter(([name]) => Object.hasOwn(flowNames, name));
  if (!first) throw new UnsupportedError(pointer, "Swagger 2.0 does not know any of its flows.");
  const [name, flow] = first;
  for (const [other] of others) note(context, oauthFlows, "dropped", `${pointer}/flows/${other}`);
  const fields = isNode(flow) ? flow : {};
  if (fields.refreshUrl !== undefined)
    note(context, oauthFlows, "dropped", `${pointer}/flows/${name}`, "refreshUrl");
  const urls = { implicit: ["authorizationUrl"], authorizationCode: ["authorizationUrl", "tokenUrl"] };
  const kept: readonly string[] = Object.entries(urls).find(([flowName]) => flowName === name)?.[1] ?? [
    "tokenUrl",
  ];
  return {
    type: "oauth2",
    ...copyFields(scheme, ["description"]),
    flow: flowNames[name],
    ...copyFields(fields, [...kept, "scopes"]),
  };
}
