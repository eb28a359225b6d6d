import { serve } from "@hono/node-server";
import { contractFile } from "@partner-referrals/spec/model";
import { createMockServer } from "@scalar/mock-server";

const app = await createMockServer({ document: contractFile, logger: false });
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.argv[2]) });
