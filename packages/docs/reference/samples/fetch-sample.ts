/** The plain `fetch` request of an operation, for readers who don't want the client. */
import { type JsonObject, type Operation, requestExample } from "@partner-referrals/spec/model";
import { requestTarget } from "./request-target.ts";
import { toTypeScript } from "./typescript-value.ts";

/** Renders the request with what the contract requires, from the contract's own examples. */
export function fetchSample(document: JsonObject, operation: Operation): string {
  const { method } = operation;
  const { url, query, headers } = requestTarget(document, operation);
  const body = requestExample(document, operation);
  const hasQuery = Object.keys(query).length > 0;
  const fields = [
    ["Authorization", `"Bearer " + process.env.TOKEN`],
    ...headers.map(([name, value]) => [name, JSON.stringify(value)]),
    ...(body ? [["Content-Type", JSON.stringify(body.mediaType)]] : []),
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
