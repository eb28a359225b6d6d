/** Random requests that two sandboxes get alike, so that their responses can be compared byte for byte. */
import assert from "node:assert/strict";

/** A request, without the address of the sandbox. */
export interface ReplayRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a request got, without the ids that are new in each response. */
export interface ReplayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const collection = "/v1.0/engagements/referrals";
const preview = "/v2/referrals";
const registration = "/webhooks/v1/registration";
const organizations = ["Proseware", "Fabrikam", "msft", "Proseware:user:sales@proseware.example"];
const words = ["", "a", "Ab", "o'b", "é", "💥a", "a\u0000b", "50%_", "zz"];
const countries = ["US", "DE", "CH"];
const filters = [
  "status eq 'Active'",
  "status ne 'Closed' and details/dealValue gt 500",
  "customerProfile/address/country in ('US', 'DE', null)",
  "contains(tolower(name), 'b')",
  "startswith(name, 'A') or endswith(name, 'b') or name eq null",
  "team/any(t: t/email eq 'm1@x.example')",
  "customerProfile/team/all(t: t/email ne null)",
  "not (length(name) gt 1)",
  "createdDateTime ge 2026-03-01T00:00:00Z",
  "type eq 'Shared'",
  "favorite eq true",
  "nothing eq 1",
];
const orders = ["createdDateTime desc", "name", "details/dealValue desc,name", "status,updatedDateTime desc"];
const unstable = new Set([
  "request-id",
  "ms-requestid",
  "ms-correlationid",
  "date",
  "connection",
  "keep-alive",
]);

/** Makes the same requests for the same seed, as long as the responses are the same. */
export function createReplay(
  seed: number,
  universe: string,
): {
  next(): ReplayRequest;
  learn(response: ReplayResponse): void;
} {
  const random = createRandom(seed);
  const ids: string[] = [];
  const engagements: string[] = [];
  const eTags: string[] = [];
  const links: string[] = [];
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const chance = (share: number) => random() < share;
  const knownId = () => (chance(0.97) ? pick(ids) : undefined) ?? unknownId;
  const referral = () => ({
    type: chance(0.4) ? "Shared" : "Independent",
    ...(chance(0.7) && { name: pick(words) }),
    ...(chance(0.3) && { favorite: chance(0.5) }),
    customerProfile: {
      name: `Customer ${pick(words)}`,
      ...(chance(0.8) && { address: { country: pick(countries) } }),
      ...(chance(0.4) && { team: [{ email: `c${pick(words)?.length}@x.example`, firstName: pick(words) }] }),
    },
    consent: { consentToContact: true },
    details: {
      dealValue: Math.floor(random() * 2000) / 2,
      currency: "USD",
      notes: "n".repeat(random() * 50),
    },
    ...(chance(0.4) && { team: [{ email: `m${Math.floor(random() * 4)}@x.example` }] }),
  });
  const connected = () => ({
    ...referral(),
    type: "Shared",
    engagementId: pick(engagements) ?? unknownId,
    target: [{ type: "BusinessProfileLocation", id: pick(["Fabrikam", "msft", "Contoso"]) }],
  });
  const patches = (): unknown[] =>
    pick<unknown[]>([
      [{ op: "replace", path: "/name", value: pick(words) }],
      [{ op: "add", path: "/details/dealValue", value: Math.floor(random() * 3000) }],
      [
        { op: "replace", path: "/status", value: "Closed" },
        { op: "replace", path: "/substatus", value: pick(["Won", "Lost", "Nonsense"]) },
      ],
      [
        { op: "replace", path: "/status", value: "Active" },
        { op: "replace", path: "/substatus", value: "Accepted" },
      ],
      [{ op: "add", path: "/team/-", value: { email: `m${Math.floor(random() * 4)}@x.example` } }],
      [{ op: "replace", path: "/colour", value: "red" }],
    ]) ?? [];
  const list = () => {
    const query = new URLSearchParams();
    if (chance(0.7)) query.set("$filter", pick(filters) ?? "");
    if (chance(0.5)) query.set("$orderby", pick(orders) ?? "");
    if (chance(0.5)) query.set("$top", String(Math.floor(random() * 12)));
    if (chance(0.2)) query.set("$skip", String(Math.floor(random() * 12)));
    if (chance(0.3)) query.set("$count", "true");
    if (chance(0.2)) query.set("$select", "id,name,customerProfile/name");
    return `${collection}?${query}`;
  };
  const kinds: readonly [
    number,
    () => Omit<ReplayRequest, "headers"> & { headers?: Record<string, string> },
  ][] = [
    [20, () => ({ method: "POST", path: collection, body: JSON.stringify(referral()) })],
    [6, () => ({ method: "POST", path: collection, body: JSON.stringify(connected()) })],
    [3, () => ({ method: "POST", path: collection, body: '{"type":"Independent","consent":[' })],
    [15, () => ({ method: "GET", path: `${collection}/${knownId()}` })],
    [
      18,
      () => ({
        ...{ method: "PATCH", path: `${collection}/${knownId()}`, body: JSON.stringify(patches()) },
        headers: {
          ...(chance(0.5) && { prefer: "return=representation" }),
          ...(chance(0.4) && { "if-match": chance(0.2) ? "*" : (pick(eTags.slice(-8)) ?? "*") }),
        },
      }),
    ],
    [5, () => ({ method: "PUT", path: `${collection}/${knownId()}`, body: JSON.stringify(referral()) })],
    [18, () => ({ method: "GET", path: list() })],
    [4, () => ({ method: "GET", path: pick(links) ?? list() })],
    [3, () => ({ method: "GET", path: `${preview}/${knownId()}` })],
    [
      3,
      () => ({
        method: "POST",
        path: preview,
        body: JSON.stringify({
          Referral: { CustomerProfile: { Name: pick(words) }, Details: { DealValue: 5 } },
        }),
      }),
    ],
    [1, () => ({ method: "GET", path: registration })],
    [
      1,
      () => ({
        method: chance(0.5) ? "POST" : "PUT",
        path: registration,
        body: JSON.stringify({
          WebhookUrl: "http://127.0.0.1:9/",
          WebhookEvents: [pick(["referral-created", "x"])],
        }),
      }),
    ],
    [
      1,
      () => ({
        method: "POST",
        path: "/_sandbox/clock/advance",
        body: JSON.stringify({ hours: random() * 60 }),
      }),
    ],
    [
      1,
      () => ({
        ...{ method: "POST", path: "/_sandbox/leads" },
        body: JSON.stringify({
          to: pick(["Proseware", "Fabrikam"]),
          referral: { ...referral(), type: "Shared" },
        }),
      }),
    ],
    [
      1,
      () => ({
        method: "POST",
        path: "/_sandbox/faults",
        body: JSON.stringify({ kind: 503, retryAfter: 3 }),
      }),
    ],
    [0.5, () => ({ method: "POST", path: "/_sandbox/snapshots" })],
    [0.3, () => ({ method: "POST", path: "/_sandbox/snapshots/snapshot-1/restore" })],
    [0.5, () => ({ method: "GET", path: "/_sandbox/clock" })],
    [0.5, () => ({ method: "GET", path: "/_sandbox/faults" })],
    [0.5, () => ({ method: "GET", path: "/_sandbox" })],
  ];
  const total = kinds.reduce((sum, [weight]) => sum + weight, 0);
  const first: ReplayRequest[] = [
    ["/_sandbox/ids", { seed: `replay ${seed}` }] as const,
    ["/_sandbox/clock", { now: "2026-03-02T09:15:00Z", frozen: true }] as const,
  ].map(([path, body]) => ({
    method: "PUT",
    path,
    headers: headersFor("Proseware"),
    body: JSON.stringify(body),
  }));
  function headersFor(organization: string): Record<string, string> {
    return {
      authorization: `Bearer ${organization.includes(":") ? organization : `${organization}:admin`}`,
      "content-type": "application/json",
      "sandbox-universe": universe,
      "x-forwarded-host": "sandbox.test",
    };
  }
  return {
    next() {
      const opening = first.shift();
      if (opening !== undefined) return opening;
      let left = random() * total;
      const [, make] =
        kinds.find(([weight]) => {
          left -= weight;
          return left < 0;
        }) ?? assert.fail("No kind of request was chosen.");
      const organization = chance(0.7) ? "Proseware" : (pick(organizations) ?? "Proseware");
      const made = make();
      const headers = { ...headersFor(organization), ...made.headers };
      return { ...made, headers };
    },
    learn({ headers, body }) {
      if (headers.etag !== undefined) eTags.push(headers.etag);
      const json: unknown = body.startsWith("{") ? JSON.parse(body) : undefined;
      const { id, engagementId, "@odata.nextLink": next } = Object(json);
      if (typeof id === "string" && typeof engagementId === "string") {
        if (!ids.includes(id)) ids.push(id);
        if (!engagements.includes(engagementId)) engagements.push(engagementId);
      }
      if (typeof next === "string") links.push(next.replace("http://sandbox.test", ""));
    },
  };
}

const unknownId = "00000000-0000-4000-8000-000000000000";

/** Sends a request to a sandbox. */
export async function sendReplay(
  url: string,
  { method, path, headers, body }: ReplayRequest,
): Promise<ReplayResponse> {
  const response = await fetch(url + path, { method, headers, ...(body !== undefined && { body }) });
  const kept = [...response.headers].filter(([name]) => !unstable.has(name));
  return { status: response.status, headers: Object.fromEntries(kept), body: await response.text() };
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
