import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import type { EvidenceFile } from "../build/evidence/collect.ts";
import { readEvidencePage } from "../build/evidence/page.ts";
import { type Account, accountFor } from "../build/sources/account.ts";
import { listIssues } from "../build/sources/check.ts";
import { findUnsupported } from "../build/sources/citations.ts";
import { viewContract } from "../build/sources/contract-view.ts";
import { readSources } from "../build/sources/read.ts";
import type { Source } from "../build/sources/source.ts";
import { getIn, type JsonObject, setOwn } from "../model/json.ts";
import { stateMachine } from "../model/state-machine.ts";
import { contract } from "./contract.ts";

const spec = join(import.meta.dirname, "..");
const files = readSources(join(spec, "sources"));
const sources = files.map(({ source }) => source);
const evidence = readEvidencePage(readFileSync(join(spec, "EVIDENCE.md"), "utf8"));
const document: JsonObject = { ...contract };

test("every fact of every source is accounted for", () => {
  assert.deepEqual(listIssues(files, accountFor([document], sources), evidence), []);
});

/** The facts that the contract stops holding when it is edited. */
function lostBy(edit: (copy: JsonObject) => void): string[] {
  const copy = structuredClone(document);
  edit(copy);
  return accountFor([copy], sources)
    .accounts.filter(({ outcome, below }) => outcome === "unaccounted" && below === undefined)
    .map(({ source, fact }) => `${source} ${fact}`);
}

function objectAt(value: unknown, ...path: string[]): Record<string, unknown> {
  const found = getIn(value, ...path);
  assert.ok(typeof found === "object" && found !== null, `nothing at ${path.join("/")}`);
  // A cast, because TypeScript knows of a non-null object only that it has no known properties.
  return found as Record<string, unknown>;
}

const schema = (copy: JsonObject, ...path: string[]) => objectAt(copy, "components", "schemas", ...path);

describe("a source notices that the contract", () => {
  const edits: [what: string, edit: (copy: JsonObject) => void, lost: string][] = [
    [
      "lost a property",
      (copy) => delete schema(copy, "Address", "properties").city,
      "create-2019 response: customerProfile.address.city",
    ],
    [
      "changed the type of a property",
      (copy) =>
        setOwn(schema(copy, "ContactPreference", "properties"), "disableNotifications", { type: "string" }),
      "create-2019 request: customerProfile.team[].contactPreference.disableNotifications",
    ],
    [
      "leaves a type open",
      (copy) => delete schema(copy, "Address", "properties", "country").type,
      "resources-2018 Address.Country type",
    ],
    [
      "requires what a recorded payload lacks",
      (copy) => setOwn(schema(copy, "Consent"), "required", ["consentToShareReferralWithMicrosoftSellers"]),
      "create-2019 response: consent",
    ],
    [
      "no longer requires a property",
      (copy) => setOwn(schema(copy, "ReferralCreate"), "required", ["type", "customerProfile", "consent"]),
      "create-2019 Request body.Details required",
    ],
    [
      "lost an operation",
      (copy) => delete objectAt(copy, "paths")["/v1/referrals/{referralId}"],
      "get-2018 GET /v1/referrals/{referralId}",
    ],
    [
      "allows another transition",
      (copy) =>
        setOwn(schema(copy, "ReferralStatus", "x-state-machine", "Closed"), "transitions", ["Closed", "New"]),
      "create-2019 Closed to nothing else",
    ],
    [
      "lost a status code of one operation",
      (copy) =>
        delete objectAt(copy, "paths", "/v1.0/engagements/referrals/{referralId}", "put", "responses")["406"],
      "P19/error-codes PUT /v1.0/engagements/referrals/{Id} status 406",
    ],
    [
      "lost a header of a delivery",
      (copy) => {
        const delivery = objectAt(copy, "webhooks", "referral-created", "post");
        setOwn(delivery, "parameters", []);
      },
      "WH/develop/partner-center-webhooks event referral-created request header X-MS-Certificate-Url",
    ],
    [
      "no longer says what a rule says",
      (copy) => setOwn(schema(copy, "ReferralTarget", "properties", "id"), "description", "An id."),
      "create-2019 microsoft-is-msft",
    ],
  ];
  let found: readonly string[];

  // All at once, because accounting takes longer than editing.
  before(() => {
    found = lostBy((copy) => {
      for (const [, edit] of edits) edit(copy);
    });
  });

  for (const [what, , lost] of edits) {
    test(what, () => {
      assert.ok(found.includes(lost), `${lost} is not among ${found.join(", ") || "nothing"}`);
    });
  }

  test("renamed a value, or changed the order of the values", () => {
    const text = JSON.stringify(document);
    const renamed: JsonObject = JSON.parse(text.replaceAll('"PowerBI"', '"PowerBi"'));
    assert.ok(factsLost(renamed).includes("resources-2018 Products PowerBI"));
    const reordered: JsonObject = JSON.parse(text.replaceAll('"SQL","Teams"', '"Teams","SQL"'));
    assert.ok(factsLost(reordered).includes("resources-2018 Products order"));
  });

  function factsLost(copy: JsonObject): string[] {
    return lostBy((fresh) => Object.assign(fresh, copy));
  }
});

describe("no source states", () => {
  const unstatedAfter = (edit: (copy: JsonObject) => void) => {
    const copy = structuredClone(document);
    edit(copy);
    return accountFor([copy], sources).unstated;
  };

  test("a value that the contract made up", () => {
    const edit = (copy: JsonObject) =>
      setOwn(schema(copy, "PatchOperator"), "enum", ["add", "replace", "remove"]);
    assert.deepEqual(unstatedAfter(edit), ["PatchOperator remove"]);
  });

  test("a property to filter by that the contract made up", () => {
    const edit = (copy: JsonObject) =>
      setOwn(objectAt(copy, "components", "parameters", "Filter"), "x-filterable", ["status", "mpnId"]);
    assert.deepEqual(unstatedAfter(edit), ["$filter by mpnId"]);
  });
});

const source: Source = {
  key: "page",
  title: "A page",
  kind: "page",
  date: "2020-01",
  lastChecked: "2020-02-01",
  resources: { Thing: { properties: { id: "string, required", name: "string" } } },
};

/** A document with one schema. */
function thing(properties: object, required: string[] = []): JsonObject {
  return { components: { schemas: { Thing: { type: "object", properties, required } } } };
}

describe("the account of a fact", () => {
  const outcomes = (accounts: readonly Account[]) =>
    Object.fromEntries(accounts.map(({ fact, outcome }) => [fact, outcome]));

  test("is held, contradicted, left out, or missing", () => {
    const { accounts, misstatements } = accountFor(
      [thing({ id: { type: "integer" } })],
      [
        {
          ...source,
          contradicted: { "an-entry": ["Thing.id required"] },
          leftOut: [{ because: "Nobody needs it.", facts: ["Thing.name"] }],
        },
      ],
    );
    assert.deepEqual(outcomes(accounts), {
      Thing: "held",
      "Thing.id": "held",
      "Thing.id type": "unaccounted",
      "Thing.id required": "contradicted",
      "Thing.name": "left out",
      "Thing.name type": "left out",
    });
    assert.deepEqual(misstatements, []);
  });

  test("is out of date once the contract holds what was contradicted", () => {
    const { misstatements } = accountFor(
      [thing({ id: { type: "string" }, name: { type: "string" } }, ["id"])],
      [{ ...source, contradicted: { "an-entry": ["Thing.name"] } }],
    );
    assert.deepEqual(
      misstatements.map(({ problem }) => problem),
      ['the contract holds "Thing.name" by now: remove it here'],
    );
  });

  test("must be of a fact that the source states", () => {
    const { misstatements } = accountFor(
      [thing({})],
      [{ ...source, leftOut: [{ because: "Misspelt.", facts: ["Thing.nmae", "Thing"] }] }],
    );
    assert.match(misstatements[0]?.problem ?? "", /"Thing\.nmae" is not a fact/);
  });

  test("may be found in any document of the contract", () => {
    const documents = [{}, thing({ id: { type: "string" }, name: { type: "string" } }, ["id"])];
    const { accounts } = accountFor(documents, [source]);
    assert.ok(accounts.every(({ outcome }) => outcome === "held"));
  });
});

test("an entry that EVIDENCE.md does not have, and a source that it does not list, are named with file and line", () => {
  const file = {
    file: join(process.cwd(), "page.yaml"),
    source: { ...source, contradicted: { nothing: ["Thing"] } },
  };
  const nothing = { accounts: [], misstatements: [], unstated: [] };
  const issues = listIssues([{ ...file, lineOf: () => 7 }], nothing, evidence);
  assert.match(issues[0] ?? "", /^page\.yaml:7 EVIDENCE\.md has no entry nothing\./);
  assert.match(issues[1] ?? "", /^page\.yaml:7 EVIDENCE\.md lists no source page\./);
});

test("a source that nobody wrote down, and a page that the contract refers to, are named", () => {
  const nothing = { accounts: [], misstatements: [], unstated: [] };
  const rest = files.filter(({ source }) => source.key !== "FL19" && source.key !== "P19/headers");
  assert.deepEqual(
    listIssues(rest, nothing, evidence, ["P19/headers.md#request-headers", "P19/error-codes.md"]),
    [
      "EVIDENCE.md lists the source FL19: write down what it states in sources/FL19.yaml.",
      "x-evidence names P19/headers: write down what it states in sources/P19/headers.yaml.",
    ],
  );
});

describe("x-evidence", () => {
  const cited: EvidenceFile = JSON.parse(readFileSync(join(spec, "dist/evidence.json"), "utf8"));

  test("names for each property only sources that state something of it", () => {
    assert.deepEqual(findUnsupported(viewContract([document]), sources, cited), []);
  });

  test("is doubted where it names a source that is silent", () => {
    const copy = structuredClone(cited);
    const evidence = copy.schemas.Address?.properties.region;
    assert.ok(evidence);
    evidence.observed = ["create-2019#response-example"];
    assert.deepEqual(findUnsupported(viewContract([document]), sources, copy), [
      "Address.region: create-2019 states nothing of it",
    ]);
  });
});

test("a fact that the contract does not hold is named with file, line and what to do", () => {
  const folder = mkdtempSync(join(tmpdir(), "sources-"));
  try {
    writeFileSync(
      join(folder, "FL19.yaml"),
      "title: A page\nkind: page\ndate: 2020-01\nlastChecked: 2020-02-01\nresources:\n  Address:\n    properties:\n      city: string\n      planet: string\n",
    );
    const [file] = readSources(folder);
    assert.ok(file);
    const [issue] = listIssues([file], accountFor([document], [file.source]), evidence);
    assert.match(
      issue ?? "",
      /FL19\.yaml:9 "Address\.planet" is not held: Address has no property planet\. Change the contract, /,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a later source may add a substatus without contradicting the earlier ones", () => {
  const copy = structuredClone(document);
  const active = stateMachine(contract).get("Active");
  assert.ok(active);
  const substatuses = [...active.substatuses, "Paused"];
  setOwn(schema(copy, "ReferralStatus", "x-state-machine", "Active"), "substatuses", substatuses);
  const later: Source = {
    key: "later",
    title: "A later page",
    kind: "page",
    date: "2099-01-01",
    lastChecked: "2099-01-01",
    transitions: { Active: { to: active.transitions, substatuses } },
  };
  const unaccounted = (known: readonly Source[]) =>
    accountFor([copy], known).accounts.filter(({ outcome }) => outcome === "unaccounted");
  assert.ok(unaccounted(sources).some(({ fact }) => fact === "Active as nothing else"));
  assert.deepEqual(unaccounted([...sources, later]), []);
});
