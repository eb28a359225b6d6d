/** The plain `fetch` call that makes an operation's request, for readers who do not want the client. */
import { type LocatedOperation, type OpenApiDocument, requestExample } from "../contract.ts";
import { requestTarget } from "./request-target.ts";
import { toTypeScript } from "./typescript-value.ts";

/** Renders the call with what the contract requires, from the contract's own examples. */
export function fetchSample(document: OpenApiDocument, located: LocatedOperation): string {
  const { method, operation } = located;
  const { url, query, headers } = requestTarget(document, located);
  const body = requestExample(document, operation);
  const hasQuery = Object.keys(query).length > 0;
  const fields = [
    ["Authorization", `"Bearer " + process.env.TOKEN`],
    ...headers.map(([name, value]) => [name, JSON.stringify(value)]),
    ...(body ? [["Content-Type", JSON.stringify(body.contentType)]] : []),
  ].map(([name = "", value]) => `    ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${value},`);
  return [
    ...(hasQuery ? [`const query = new URLSearchParams(${toTypeScript(query)});`] : []),
    `const response = await fetch(${hasQuery ? `\`${url}?\${query}\`` : JSON.stringify(url)}, {`,
    ...(method === "get" ? [] : [`  method: "${method.toUpperCase()}",`]),
    `  headers: {\n${fields.join("\n")}\n  },`,
    ...(body ? [`  body: JSON.stringify(${toTypeScript(body.value, "  ")}),`] : []),
    "});",
    "if (!response.ok) throw new Error(await response.text());",
    "",
    "console.log(response.status, await response.text());",
  ].join("\n");
}
