import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parseDocument } from "yaml";
import { asReadOnly, bundleSources, expandSources, withoutEvidence } from "../build/index.ts";
import { asMarkdown, type Change, contractChanges } from "../changes/index.ts";
import { contract, type OpenApiDocument } from "../model/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: edits reach anywhere into a document that is plain JSON.
type Editable = any;

/** What an edit of the contract amounts to. */
function changesBy(edit: (document: Editable) => void): Promise<Change[]> {
  const edited: OpenApiDocument = structuredClone(contract);
  edit(edited);
  return contractChanges(contract, edited);
}

const schema = (document: Editable, name: string) => document.components.schemas[name];
const text = { type: "string", description: "Something new." };
const referrals = "/v1.0/engagements/referrals";

interface Edit {
  readonly edit: (document: Editable) => void;
  readonly impact: Change["impact"];
  readonly message: RegExp;
  readonly operations: readonly string[] | "every";
}

const edits: Record<string, Edit> = {
  "a property is gone from an answer": {
    edit: (document) => delete schema(document, "ReferralListItem").properties.name,
    impact: "major",
    message: /Property `name` of `ReferralListItem` was removed/,
    operations: ["listReferrals"],
  },
  "a request needs one more property": {
    edit(document) {
      schema(document, "ReferralCreate").properties.region = text;
      schema(document, "ReferralCreate").required.push("region");
    },
    impact: "major",
    message: /Properties of `ReferralCreate` became required: `region`/,
    operations: ["createReferral"],
  },
  "a request may have one more property": {
    edit(document) {
      schema(document, "ReferralCreate").properties.region = text;
    },
    impact: "minor",
    message: /`ReferralCreate.region` was added/,
    operations: ["createReferral"],
  },
  "an enum has one value less": {
    edit: (document) => schema(document, "ReferralStatus").enum.pop(),
    impact: "major",
    message: /Enum of `status` lost values: 'Closed'/,
    operations: ["listReferrals", "createReferral", "getReferral", "replaceReferral", "updateReferral"],
  },
  "an answer's enum has one value more": {
    edit: (document) => schema(document, "ReferralSubstatus").enum.push("Paused"),
    impact: "major",
    message: /gained values: 'Paused'/,
    operations: ["listReferrals", "createReferral", "getReferral", "replaceReferral", "updateReferral"],
  },
  "one more value of an open enumeration is known": {
    edit: (document) => schema(document, "SalesStage")["x-extensible-enum"].push("Dream"),
    impact: "minor",
    message: /`SalesStage.x-extensible-enum` was changed/,
    operations: ["listReferrals", "createReferral", "getReferral", "replaceReferral", "updateReferral"],
  },
  "a description is better": {
    edit(document) {
      schema(document, "ReferralPage").properties.value.description += " Better.";
    },
    impact: "patch",
    message: /`ReferralPage.value.description` was changed/,
    operations: ["listReferrals"],
  },
  "an operation is new": {
    edit(document) {
      const responses = { 204: { description: "They are gone." } };
      document.paths[referrals].delete = { operationId: "deleteReferrals", responses };
    },
    impact: "minor",
    message: /`DELETE \/v1.0\/engagements\/referrals` was added/,
    operations: ["deleteReferrals"],
  },
  "an operation is gone": {
    edit: (document) => delete document.paths["/v1/referrals/{referralId}"].get,
    impact: "major",
    message: /Operation `GET \/v1\/referrals\/\{referralId\}` was removed/,
    operations: ["getPreviewReferral"],
  },
  "an operation is deprecated": {
    edit(document) {
      document.paths[referrals].get.deprecated = true;
    },
    impact: "minor",
    message: /deprecated` was changed/,
    operations: ["listReferrals"],
  },
  "a schema has another name, which Redocly overlooks": {
    edit(document) {
      const renamed = JSON.stringify(document).replaceAll("schemas/ETag", "schemas/Tag");
      Object.assign(document, JSON.parse(renamed));
      document.components.schemas.Tag = schema(document, "ETag");
      delete document.components.schemas.ETag;
    },
    impact: "major",
    message: /`ETag` was removed/,
    operations: ["listReferrals", "createReferral", "getReferral", "replaceReferral", "updateReferral"],
  },
  "a transition is forbidden, which Redocly does not see": {
    edit: (document) => schema(document, "ReferralStatus")["x-state-machine"].Active.transitions.pop(),
    impact: "major",
    message: /`ReferralStatus.x-state-machine` was changed/,
    operations: ["listReferrals", "createReferral", "getReferral", "replaceReferral", "updateReferral"],
  },
  "one more property can be sorted by": {
    edit: (document) => document.components.parameters.OrderBy["x-sortable"].push("region"),
    impact: "minor",
    message: /`OrderBy.x-sortable` was changed/,
    operations: ["listReferrals"],
  },
  "a path cannot be patched any more": {
    edit: (document) => schema(document, "ReferralPatchOperation").properties.path["x-writable-paths"].pop(),
    impact: "major",
    message: /`ReferralPatchOperation.path.x-writable-paths` was changed/,
    operations: ["updateReferral"],
  },
  "a property cannot be sent any more": {
    edit(document) {
      schema(document, "ReferralCreate").properties.name.readOnly = true;
    },
    impact: "major",
    message: /`ReferralCreate.name.readOnly` was added/,
    operations: ["createReferral"],
  },
  "an example is another, which Redocly does not see": {
    edit(document) {
      const { examples } = document.paths[referrals].post.requestBody.content["application/json"];
      Object.values<Editable>(examples)[0].value.name = "Another deal";
    },
    impact: "patch",
    message: /examples` was changed/,
    operations: ["createReferral"],
  },
  "the introduction is better": {
    edit(document) {
      document.info.description += " Better.";
    },
    impact: "patch",
    message: /`info.description` was changed/,
    operations: "every",
  },
  "the server is another": {
    edit(document) {
      document.servers[0].url = "https://elsewhere.example";
    },
    impact: "major",
    message: /became `https:\/\/elsewhere.example`/,
    operations: "every",
  },
  "an event says less": {
    edit: (document) => delete schema(document, "ReferralEvent").properties.AuditUri,
    impact: "major",
    message: /Property `AuditUri` of `ReferralEvent` was removed/,
    operations: [
      "onReferralCreated",
      "onReferralUpdated",
      "onRelatedReferralCreated",
      "onRelatedReferralUpdated",
    ],
  },
};

describe("a change of the contract", () => {
  let changes: readonly Change[];

  // All at once, because starting Redocly takes longer than comparing.
  before(async () => {
    changes = await changesBy((document) => {
      for (const { edit } of Object.values(edits)) edit(document);
    });
  });

  for (const [name, { impact, message, operations }] of Object.entries(edits)) {
    test(`where ${name}, is ${impact}`, () => {
      const change = changes.find((candidate) => message.test(candidate.message));
      assert.ok(change, asMarkdown(changes));
      assert.equal(change.impact, impact);
      if (operations === "every") assert.ok(change.affectsAll);
      else assert.deepEqual(change.operations, operations);
    });
  }

  test("is none when only the version or the order differs", async () => {
    const changes = await changesBy((document) => {
      document.info.version = "99.0.0";
      const { properties } = schema(document, "Referral");
      schema(document, "Referral").properties = Object.fromEntries(Object.entries(properties).toReversed());
    });
    assert.deepEqual(changes, []);
  });

  test("is listed by impact, with the operations concerned", () => {
    const one = /^(`info\.description`|`ReferralCreate\.region`|Property `name` of `ReferralListItem`)/;
    assert.equal(
      asMarkdown(changes.filter(({ message }) => one.test(message))),
      [
        "#### Breaking",
        "- Property `name` of `ReferralListItem` was removed. (listReferrals)",
        "#### Added",
        "- `ReferralCreate.region` was added. (createReferral)",
        "#### Changed without effect on callers",
        "- `info.description` was changed. (every operation)",
      ].join("\n\n"),
    );
  });
});

describe("an edit of the sources", () => {
  const folder = mkdtempSync(join(tmpdir(), "partner-referrals-edit-"));
  after(() => rmSync(folder, { recursive: true }));

  test("that lets a partner set one more optional property is minor", async () => {
    const spec = join(import.meta.dirname, "..");
    const sources = join(folder, "spec");
    cpSync(spec, sources, { recursive: true, filter: (file) => !/node_modules|dist|generated/.test(file) });
    const file = join(sources, "schemas/ReferralWritableProperties.yaml");
    const schema = parseDocument(readFileSync(file, "utf8"));
    schema.setIn(["properties", "priority"], { type: "string", description: "How urgent the deal is." });
    writeFileSync(file, schema.toString());

    const changes = await contractChanges(await built(spec), await built(sources));
    assert.match(asMarkdown(changes), /`ReferralCreate.priority` was added/);
    assert.match(asMarkdown(changes), /`ReferralPatchOperation.path.x-writable-paths` was changed/);
    assert.deepEqual(
      changes.filter(({ impact }) => impact === "major"),
      [],
    );
  });
});

async function built(folder: string): Promise<OpenApiDocument> {
  const document = withoutEvidence(await bundleSources(folder));
  expandSources(document);
  return asReadOnly(document);
}
