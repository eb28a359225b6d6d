/** Starts a sandbox, sends it a list request and then a wrong one, and prints as JSON what was loaded when each was answered. */
import { createRequire } from "node:module";
import { startServer } from "../../dist/start.js";

// Not by `import`, which would load undici itself.
const { get } = process.getBuiltinModule("node:http");
const { cache } = createRequire(import.meta.url);
const sandbox = await startServer({ port: 0 });
console.log(JSON.stringify([await answer("?$top=1"), await answer("?$top=-1")]));
await sandbox.close();

async function answer(query: string): Promise<object> {
  const url = `${sandbox.url}/v1.0/engagements/referrals${query}`;
  const status = await new Promise((resolve, reject) => {
    get(url, { headers: { authorization: "Bearer x" } }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    }).on("error", reject);
  });
  const ajv = Object.keys(cache).some((file) => file.includes("/node_modules/ajv/"));
  // A cast: Node has this list, but does not document it.
  const { moduleLoadList } = process as unknown as { moduleLoadList: string[] };
  return { status, ajv, undici: moduleLoadList.some((name) => name.endsWith("deps/undici/undici")) };
}
