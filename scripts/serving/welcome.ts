/** What `start` tells the user: what runs, where, and how to create a first referral. */
import type { ReferralRequest } from "./referral-example.ts";
import type { Addresses } from "./servers.ts";

/** Mock and sandbox accept any bearer token. */
const token = "any";

/** A file there finds the client by its name without being installed anywhere. */
const exampleFile = "packages/client/example.ts";

/** A shell line that sends `request` to the server at `baseUrl`. */
export function curlLine(baseUrl: string, request: ReferralRequest): string {
  const words = [
    `curl -s -X ${request.method} ${baseUrl}${request.path}`,
    `-H ${quote(`Authorization: Bearer ${token}`)}`,
    `-H ${quote(`Content-Type: ${request.mediaType}`)}`,
    `-d ${quote(JSON.stringify(request.body))}`,
  ];
  return words.join(" ");
}

/** Four lines that do the same with the client. */
function typescriptLines(baseUrl: string, request: ReferralRequest): string {
  return [
    `import { createReferralsClient } from "@partner-referrals/client";`,
    `const client = createReferralsClient({ token: "${token}", baseUrl: "${baseUrl}" });`,
    `const created = await client.create(${JSON.stringify(request.body)});`,
    "console.log(created);",
  ].join("\n");
}

/** The welcome text. */
export function welcome({ mock, sandbox, docs }: Addresses, request: ReferralRequest): string {
  return `
Running, on this machine only:

  mock     ${mock}  responds to each request with the contract's example
  sandbox  ${sandbox}  stores what you create, as the service does
  docs     ${docs}  guides and reference

Create a referral:

${curlLine(sandbox, request)}

The same in TypeScript (save as ${exampleFile}, then: npx --yes pnpm@12 exec node ${exampleFile}):

${typescriptLines(sandbox, request)}
`;
}

/** Quotes `text` for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
