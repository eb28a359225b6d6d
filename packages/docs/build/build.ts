/** The build step of this package: the bundled contract in, dist/ out. */
import { fileURLToPath } from "node:url";
import { buildSite } from "./site.ts";

await buildSite({
  contract: {
    json: fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")),
    yaml: fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.yaml")),
  },
  dist: fileURLToPath(new URL("../dist", import.meta.url)),
  samples: fileURLToPath(new URL("../generated/samples", import.meta.url)),
});
