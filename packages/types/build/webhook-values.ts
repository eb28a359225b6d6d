/** The parts of the contract that become constants about events. */
export interface WebhookContract {
  paths: Record<string, object>;
  webhooks: Record<string, { post: { parameters: { $ref: string }[] } }>;
  components: {
    parameters: Record<
      string,
      { name: string; example?: unknown; schema?: { anyOf?: { enum?: string[] }[] } }
    >;
    securitySchemes: Record<string, { name?: string }>;
  };
}

interface Host {
  servers: { url: string }[];
  get: { security: Record<string, string[]>[] };
}

/** Where events are registered, and what a delivery of one is signed with: name, value and description of each constant. */
export function webhookValues(
  contract: WebhookContract,
): [name: string, value: string | object, description: string][] {
  const { parameters, securitySchemes } = contract.components;
  const { url, scope } = registrationHost(contract);
  const headers: Record<string, string> = { signature: securitySchemes.webhookSignature?.name ?? "" };
  for (const { $ref } of Object.values(contract.webhooks)[0]?.post.parameters ?? []) {
    const key = $ref.slice($ref.lastIndexOf("/") + 1);
    headers[key.charAt(0).toLowerCase() + key.slice(1)] = parameters[key]?.name ?? "";
  }
  const algorithms = parameters.SignatureAlgorithm?.schema?.anyOf?.find((member) => member.enum)?.enum ?? [];
  const certificate = new URL(String(parameters.CertificateUrl?.example));
  return [
    ["webhookServerUrl", url, "Where events are registered."],
    ["webhookTokenScope", scope, "What an access token for `webhookServerUrl` is asked for."],
    ["webhookHeaders", headers, "The headers that a delivery is verified by."],
    ["webhookSignatureAlgorithmValues", algorithms, "How a delivery may be signed."],
    [
      "webhookCertificateHost",
      certificate.host,
      "The host of the documented certificate that deliveries are signed with.",
    ],
  ];
}

/** Of all paths, those about the registration are on another server. */
function registrationHost({ paths }: WebhookContract): { url: string; scope: string } {
  const hosts = Object.values(paths).filter((path): path is Host => "servers" in path && "get" in path);
  const urls = new Set(hosts.map(({ servers }) => servers[0]?.url));
  const scopes = new Set(
    hosts.flatMap(({ get }) => get.security.flatMap((scheme) => Object.values(scheme).flat())),
  );
  const [url, ...otherUrls] = urls;
  const [scope, ...otherScopes] = scopes;
  if (!url || !scope || otherUrls.length > 0 || otherScopes.length > 0) {
    throw new Error(`Not one other server with one scope: ${[...urls, ...scopes].join(", ")}`);
  }
  return { url, scope };
}
