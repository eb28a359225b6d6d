/** The request of an operation in Python, with nothing but its standard library. */
import { type JsonObject, type Operation, requestExample } from "@partner-referrals/spec/model";
import { toPython } from "./python-value.ts";
import { requestTarget } from "./request-target.ts";

/** Renders the request with what the contract requires, from the contract's own examples. Runs on Python 3.8 or newer. */
export function pythonSample(document: JsonObject, operation: Operation): string {
  const { url, query, headers } = requestTarget(document, operation);
  const body = requestExample(document, operation);
  const hasQuery = Object.keys(query).length > 0;
  const fields = [
    `        "Authorization": "Bearer " + os.environ["TOKEN"],`,
    ...headers.map(([name, value]) => `        ${toPython(name)}: ${toPython(value)},`),
    ...(body ? [`        "Content-Type": ${toPython(body.mediaType)},`] : []),
  ];
  return [
    "import json",
    "import os",
    ...(hasQuery ? ["import urllib.parse"] : []),
    "import urllib.request",
    "",
    ...(hasQuery ? [`query = urllib.parse.urlencode(${toPython(query)})`] : []),
    ...(body ? [`body = ${toPython(body.value)}`] : []),
    "request = urllib.request.Request(",
    `    ${toPython(hasQuery ? `${url}?` : url)}${hasQuery ? " + query" : ""},`,
    ...(operation.method === "get" ? [] : [`    method=${toPython(operation.method.toUpperCase())},`]),
    `    headers={\n${fields.join("\n")}\n    },`,
    ...(body ? ["    data=json.dumps(body).encode(),"] : []),
    ")",
    "with urllib.request.urlopen(request) as response:",
    "    print(response.status, response.read().decode())",
  ].join("\n");
}
