import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publishedPackages } from "@partner-referrals/support/packages";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { filesIn, type Published, published, readManifest, tarball } from "../pack/tarballs.ts";

/** What a package has besides what is built. */
const always = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];

/** What the sources of a package are built to, below `output`. */
function built(folder: string, output = "dist"): string[] {
  return filesIn(join(repositoryRoot, folder)).flatMap((file) => {
    const path = join(output, file.replace(/\.ts$/, ""));
    return [`${path}.d.ts`, `${path}.js`];
  });
}

const contents: Record<Published, string[]> = {
  spec: [
    "EVIDENCE.md",
    ...[
      "contract.json",
      "event-registration.dereferenced.json",
      "event-registration.evidence.yaml",
      "event-registration.json",
      "event-registration.yaml",
      "evidence.json",
      "openapi.dereferenced.json",
      "openapi.evidence.yaml",
      "openapi.json",
      "openapi.yaml",
      "openapi-3.0.yaml",
      "event-registration.openapi-3.0.yaml",
      ...[
        "openapi-3.0",
        "swagger-2.0",
        "event-registration.openapi-3.0",
        "event-registration.swagger-2.0",
      ].flatMap((name) => [".json", ".report.json", ".report.md"].map((extension) => name + extension)),
      "sources.json",
    ].map((file) => `dist/${file}`),
    ...built("spec/model", "dist/model"),
    // Only what its index needs is compiled.
    ...built("spec/build/sources", "dist/build/sources").filter((file) =>
      existsSync(join(repositoryRoot, "spec", file)),
    ),
    ...filesIn(join(repositoryRoot, "spec/workflows")).map((file) => `workflows/${file}`),
  ],
  types: built("packages/types/generated"),
  client: built("packages/client/src"),
  server: built("packages/server/src"),
  mock: built("packages/mock/src"),
  sandbox: ["BEHAVIOUR.md", "compose.yaml", "seed.json", ...built("packages/sandbox/src")],
  verify: built("packages/verify/src"),
};

test("every package that is not private is published", async () => {
  const packages = await publishedPackages(repositoryRoot);
  assert.deepEqual(packages.map(({ folder }) => folder).sort(), Object.values(published).sort());
});

for (const name of Object.keys(published) as Published[]) {
  describe(`the tarball of ${name}`, () => {
    test("has what is built from the sources, and no other file", async () => {
      const { files } = await tarball(name);
      assert.deepEqual(files, [...always, ...contents[name]].sort());
    });

    test("depends on exact versions, those of this repository among them", async () => {
      const { manifest } = await tarball(name);
      for (const [dependency, version] of Object.entries(manifest.dependencies ?? {})) {
        assert.match(version, /^\d+\.\d+\.\d+$/, dependency);
        const own = Object.entries(published).find(([name]) => dependency === `@partner-referrals/${name}`);
        if (own) assert.equal(version, readManifest(join(repositoryRoot, own[1])).version, dependency);
      }
      assert.doesNotMatch(JSON.stringify(manifest), /"(workspace|catalog):/);
      // Those are for this repository.
      assert.equal(manifest.devDependencies ?? manifest.scripts, undefined);
    });

    test("says what it is", async () => {
      const { manifest } = await tarball(name);
      assert.equal(manifest.license, "MIT");
      assert.equal(manifest.type, "module");
      for (const field of ["description", "keywords", "exports", "files"]) {
        assert.ok(manifest[field], field);
      }
    });

    test("says which contract it was made from", async () => {
      const { manifest } = await tarball(name);
      const bundle = readFileSync(join(repositoryRoot, "spec/dist/openapi.json"));
      assert.deepEqual(manifest.contract, {
        version: JSON.parse(bundle.toString()).info.version,
        sha256: createHash("sha256").update(bundle).digest("hex"),
      });
    });

    test("is clean for publint", async () => {
      const { file } = await tarball(name);
      const { messages, pkg } = await publint({ pack: { tarball: bytes(file).buffer }, strict: true });
      assert.deepEqual(
        messages.map((message) => formatMessage(message, pkg, { color: false })),
        [],
      );
    });
  });
}

for (const name of ["types", "client", "mock", "sandbox"] as const) {
  test(`are-the-types-wrong finds nothing in ${name}, as it is for ES modules`, async () => {
    const { file } = await tarball(name);
    const result = await checkPackage(createPackageFromTarballData(bytes(file)));
    assert.ok(result.types);
    assert.deepEqual(
      result.problems.filter((problem) => !isBeingEsModules(problem)),
      [],
    );
  });
}

/**
 * There is no CommonJS build. `require` gets the ES module, on a Node that can do that and with types that are right
 * from TypeScript 5.8 on; and the resolution of before 2022, which knows no `exports`, does not find the entry points.
 */
function isBeingEsModules(problem: { kind: string; resolutionKind?: string }): boolean {
  return (
    (problem.kind === "CJSResolvesToESM" && problem.resolutionKind === "node16-cjs") ||
    (problem.kind === "NoResolution" && problem.resolutionKind === "node10")
  );
}

function bytes(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file));
}
