/** What orval needs beyond its command line: an address that is known at run time only. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "orval";

export default defineConfig({
  referrals: {
    input: fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")),
    output: {
      target: "../../generated/orval/client.ts",
      client: "fetch",
      baseUrl: {
        runtime: "server.url",
        imports: [{ name: "server", importPath: "../../subjects/peers/orval-server.ts", values: true }],
      },
    },
  },
});
