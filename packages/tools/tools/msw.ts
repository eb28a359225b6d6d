import { readFile } from "node:fs/promises";
import { fromOpenApi } from "@mswjs/source/open-api";
import {
  fillPath,
  listOperations,
  type OpenApiDocument,
  type Operation,
  parameterExample,
  readDocument,
  requestExample,
} from "@partner-referrals/spec/model";
import { getResponse } from "msw";
import type { Tool } from "../matrix/tool.ts";
import { packageVersion } from "./typescript.ts";

export const msw: Tool = {
  name: "msw-source",
  version: packageVersion("@mswjs/source"),
  reads: "openapi.json",
  needs: [],
  losses: ["Every request gets the first example; nothing of the request is checked."],
  /** Each operation answers on its own host with an example. No request is intercepted, so tools can run side by side. */
  async generate({ document }) {
    const source = readDocument(document);
    // The reader resolves references in place.
    const handlers = await fromOpenApi(JSON.parse(await readFile(document, "utf8")));
    for (const operation of listOperations(source)) {
      const response = await getResponse(handlers, requestOf(source, operation));
      if (!operation.responses.has(String(response?.status)))
        throw new Error(`${operation.id} was answered with ${response?.status ?? "nothing"}`);
    }
  },
};

function requestOf(document: OpenApiDocument, operation: Operation): Request {
  const ids = operation.parameters.filter((parameter) => parameter.in === "path");
  const values = ids.map((parameter) => [
    parameter.name,
    String(parameterExample(document, parameter) ?? "1"),
  ]);
  const url = operation.server + fillPath(operation.path, Object.fromEntries(values));
  const body = requestExample(document, operation)?.value;
  return new Request(url, {
    method: operation.method.toUpperCase(),
    headers: { Authorization: "Bearer token", "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
