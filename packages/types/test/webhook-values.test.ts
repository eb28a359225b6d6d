import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as types from "@partner-referrals/types";

const contract = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/contract.json")), "utf8"),
);

test("events are registered on the server, and with the scope, that those paths have", () => {
  const registration = contract.paths["/webhooks/v1/registration"];
  assert.equal(types.webhookServerUrl, registration.servers[0].url);
  assert.notEqual(types.webhookServerUrl, types.serverUrl);
  for (const operation of ["get", "post", "put"]) {
    for (const scheme of registration[operation].security) {
      assert.deepEqual(Object.values(scheme), [[types.webhookTokenScope]]);
    }
  }
});

test("the headers of a delivery are those of every event", () => {
  const { parameters, securitySchemes } = contract.components;
  for (const { post } of Object.values<{ post: { parameters: { $ref: string }[]; security: object[] } }>(
    contract.webhooks,
  )) {
    const names = post.parameters.map(({ $ref }) => parameters[$ref.split("/").at(-1) ?? ""].name);
    const [scheme = ""] = Object.keys(post.security[0] ?? {});
    assert.deepEqual(
      new Set(Object.values(types.webhookHeaders)),
      new Set([securitySchemes[scheme].name, securitySchemes[scheme]["x-alternative-name"], ...names]),
    );
  }
});

test("the signature algorithm and the host of the certificate are the documented ones", () => {
  const { SignatureAlgorithm, CertificateUrl } = contract.components.parameters;
  assert.deepEqual(types.webhookSignatureAlgorithmValues, [SignatureAlgorithm.example]);
  assert.equal(`https://${types.webhookCertificateHost}`, new URL(CertificateUrl.example).origin);
});
