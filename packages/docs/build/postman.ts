/** The contract as a Postman collection. */
import { readFile, writeFile } from "node:fs/promises";
import { convertV2 } from "openapi-to-postmanv2";

/** @throws Error when the converter refuses the contract. */
export async function postmanCollection(openapi: string, output: string): Promise<void> {
  const data = await readFile(openapi, "utf8");
  const collection = await new Promise<unknown>((resolve, reject) => {
    const options = { folderStrategy: "Tags", parametersResolution: "Example" } as const;
    convertV2({ type: "string", data }, options, (error, result) => {
      if (result?.result) resolve(result.output?.[0]?.data);
      else reject(new Error(`No Postman collection: ${error?.message ?? result?.reason}`));
    });
  });
  await writeFile(output, `${JSON.stringify(collection, withoutIds, 2)}\n`);
}

/** The converter makes up ids, others each time. A collection needs none. */
function withoutIds(key: string, value: unknown): unknown {
  return key === "id" || key === "_postman_id" ? undefined : value;
}
