import {
  componentNamed,
  durationMs,
  getIn,
  knownValues,
  listOperations,
  listWebhooks,
  type OpenApiDocument,
  type Operation,
  operationNamed,
  type Parameter,
  refName,
  schemaNamed,
} from "@partner-referrals/spec/model";
import type { Constant } from "./constant.ts";

/** Where events are registered, and how deliveries are signed, repeated and tested. */
export function webhookValues(contract: OpenApiDocument): Constant[] {
  const signature = componentNamed(contract, "securitySchemes", "webhookSignature");
  const { SignatureAlgorithm: algorithm, CertificateUrl: certificateUrl } = deliveryParameters(contract);
  const { url, scope } = registrationHost(contract);
  const { "x-rate-limit": limit } = operationNamed(contract, "testWebhook").node;
  const { "x-retention": retention } = operationNamed(contract, "getWebhookTest").node;
  return [
    ["webhookServerUrl", url, "Where events are registered."],
    ["webhookTokenScope", scope, "What an access token for `webhookServerUrl` is asked for."],
    [
      "webhookHeaders",
      {
        signature: signature.name,
        msSignature: signature["x-alternative-name"],
        certificateUrl: certificateUrl?.name,
        signatureAlgorithm: algorithm?.name,
      },
      "The headers that a delivery is verified by. `msSignature` stands in for `signature` where the registration asks for it.",
    ],
    [
      "webhookSignatureAlgorithmValues",
      knownValues(contract, algorithm?.schema),
      "How a delivery may be signed.",
    ],
    [
      "webhookCertificateHost",
      new URL(String(certificateUrl?.node.example)).host,
      "The host of the documented certificate that deliveries are signed with.",
    ],
    [
      "webhookSignerOrganization",
      signature["x-signer-organization"],
      "The organization that the certificate of a delivery is issued to.",
    ],
    [
      "maxDeliveryAttempts",
      getIn(schemaNamed(contract, "ReferralEvent"), "x-delivery", "maxAttempts"),
      "How often an event is sent before it is given up.",
    ],
    [
      "webhookTestLimit",
      { requests: getIn(limit, "requests"), periodMs: durationMs(String(getIn(limit, "period"))) },
      "How many test events may be asked for in a period, which is in milliseconds.",
    ],
    [
      "webhookTestRetentionMs",
      durationMs(String(retention)),
      "How long the result of a test is there, in milliseconds.",
    ],
  ];
}

/** The parameters of a delivery, by the name of their component. */
function deliveryParameters(contract: OpenApiDocument): Record<string, Parameter> {
  const [webhook] = listWebhooks(contract);
  return Object.fromEntries((webhook?.parameters ?? []).map((one) => [refName(one.pointer), one]));
}

/** Of all operations, those about the registration are on another server. */
function registrationHost(contract: OpenApiDocument): { url: string; scope: string } {
  const main = getIn(contract, "servers", "0", "url");
  const others = listOperations(contract).filter(({ server }) => server !== main);
  const url = onlyOne(others.map(({ server }) => server));
  return { url, scope: onlyOne(others.flatMap(scopesOf)) };
}

function scopesOf({ security }: Operation): string[] {
  return security.flatMap((requirement) => Object.values(requirement).flat());
}

function onlyOne(values: readonly string[]): string {
  const [value, ...others] = new Set(values);
  if (value === undefined || others.length > 0)
    throw new Error(`Not one value: ${[...new Set(values)].join(", ")}.`);
  return value;
}
