import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isObject, itemsIn, listOperations, readDocument, textIn } from "@partner-referrals/spec/model";
import type { Tool } from "../matrix/tool.ts";
import { bin, packageVersion } from "./typescript.ts";

/** A request of a collection, as the program sends it. */
interface CollectionRequest {
  readonly name: string;
  readonly request: unknown;
}

export const postman: Tool = {
  name: "openapi-to-postman",
  version: packageVersion("openapi-to-postmanv2"),
  reads: "openapi.json",
  needs: [],
  losses: [
    "Schemas become one example each: no type, enumeration or rule is left.",
    "Events that the service sends become requests to the service.",
  ],
  async generate({ document, folder, run }) {
    await run([bin("openapi2postmanv2"), "-s", document, "-o", "collection.json"]);
    const collection: unknown = JSON.parse(await readFile(join(folder, "collection.json"), "utf8"));
    const requests = requestsIn(collection);
    const missing = listOperations(readDocument(document)).filter(
      ({ summary }) => !requests.some(({ name }) => name === summary),
    );
    if (missing.length > 0) throw new Error(`no request for ${missing.map(({ id }) => id).join(", ")}`);
    await writeFile(join(folder, "requests.json"), JSON.stringify(requests));
  },
  roundTrip: ({ programs, folder }) => [
    process.execPath,
    join(programs, "postman.mjs"),
    join(folder, "requests.json"),
  ],
};

function requestsIn(node: unknown): CollectionRequest[] {
  if (!isObject(node)) return [];
  const own = isObject(node.request) ? [{ name: textIn(node.name) ?? "", request: node.request }] : [];
  return [...own, ...itemsIn(node.item).flatMap(requestsIn)];
}
