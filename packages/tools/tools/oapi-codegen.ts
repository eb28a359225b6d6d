/** oapi-codegen, the generator for Go that is written in Go. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Tool } from "../matrix/tool.ts";
import { compileGo, goRun } from "./go.ts";

const version = "2.8.2";

export const oapiCodegen: Tool = {
  name: "oapi-codegen",
  version,
  reads: "openapi-3.0.json",
  needs: ["go"],
  losses: [
    "Open enumerations are plain strings.",
    "Conditional rules are in the texts only.",
    "Read-only properties are pointers, even where every response has them.",
    "From `openapi.json` the code for events that the service sends does not compile; the 3.0 document has no events.",
  ],
  async install({ cache, run }) {
    const folder = join(cache, "go-tools");
    if (existsSync(join(folder, "oapi-codegen"))) return;
    const module = `github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v${version}`;
    await run(["go", "install", module], { env: { GOBIN: folder } });
  },
  async generate({ folder, cache, document, run }) {
    await mkdir(join(folder, "generated"));
    const options = ["-generate", "types,client", "-package", "generated", "-o", "generated/client.go"];
    await run([join(cache, "go-tools/oapi-codegen"), ...options, document]);
  },
  compile: (workshop) => compileGo(workshop, "oapi-codegen"),
  roundTrip: goRun,
};
