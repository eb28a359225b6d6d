/** `node scalar.ts <port>`: Scalar's mock server, which is a library, on the server that Hono has for Node. */
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { createMockServer } from "@scalar/mock-server";
import { contractFile } from "../../requests.ts";

const app = await createMockServer({ document: fileURLToPath(contractFile), logger: false });
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.argv[2]) });
