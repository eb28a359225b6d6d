/** progenitor, the generator for Rust that is written in Rust. */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { httpMethods, isObject } from "@partner-referrals/spec/model";
import type { Tool } from "../matrix/tool.ts";
import { cargoRun, compileCargo } from "./cargo.ts";

const version = "0.15.1";

export const progenitor: Tool = {
  name: "progenitor",
  version,
  reads: "openapi-3.0.json",
  needs: ["cargo"],
  losses: [
    "It stops at an operation with two kinds of successful response, or with a `default` beside a successful one: remove the `default` responses and the 204 of PATCH from `openapi-3.0.json` first, as is done here.",
    "Without them, a PATCH that is answered with 204 is reported as an error, although it was made: send `Prefer`.",
    "The token is a header of the HTTP client.",
    "Open enumerations are plain strings.",
    "Conditional rules are in the texts only.",
  ],
  async install({ cache, run }) {
    const root = join(cache, "cargo-tools");
    if (existsSync(join(root, "bin/cargo-progenitor"))) return;
    await run(["cargo", "install", "--quiet", "--locked", "--root", root, `cargo-progenitor@${version}`]);
  },
  async generate({ folder, cache, document, run }) {
    const input = join(folder, "document.json");
    await writeFile(input, JSON.stringify(withOneSuccess(JSON.parse(await readFile(document, "utf8")))));
    const options = ["-i", input, "-o", "generated", "-n", "referrals", "-v", "0.0.0"];
    await run([join(cache, "cargo-tools/bin/cargo-progenitor"), "progenitor", ...options]);
  },
  compile: (workshop) => compileCargo(workshop, "progenitor"),
  roundTrip: cargoRun,
};

/** The document, edited in place: each operation has one kind of successful response, and errors by their status. */
function withOneSuccess(document: unknown): unknown {
  const items = Object.values(Object(Object(document).paths));
  for (const item of items.filter(isObject)) {
    for (const method of httpMethods) {
      const responses: unknown = Object(item[method]).responses;
      if (!isObject(responses)) continue;
      Reflect.deleteProperty(responses, "default");
      if ("200" in responses) Reflect.deleteProperty(responses, "204");
    }
  }
  return document;
}
