/** Tables and diagrams follow the contract: what it gains shows up, or is asked for. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { diagram as coSell } from "../build/diagrams/co-sell-sequence.ts";
import { diagram as engagement } from "../build/diagrams/engagement.ts";
import { diagram as statusMachine } from "../build/diagrams/status-machine.ts";
import { table as errorCodes } from "../build/tables/error-codes.ts";
import { table as errorStatuses } from "../build/tables/error-statuses.ts";
import { table as filterable } from "../build/tables/filterable-properties.ts";
import { table as helpCodes } from "../build/tables/help-codes.ts";
import { table as previewAnswers } from "../build/tables/preview-answers.ts";
import { table as previewOperations } from "../build/tables/preview-operations.ts";
import { table as previewRequests } from "../build/tables/preview-requests.ts";
import { table as previewStatuses } from "../build/tables/preview-statuses.ts";
import type { Contract } from "../build/tables/read.ts";
import { table as roles } from "../build/tables/roles.ts";
import { table as statuses } from "../build/tables/statuses.ts";
import { table as substatuses } from "../build/tables/substatuses.ts";
import { table as taxonomies } from "../build/tables/taxonomies.ts";
import { table as transitions } from "../build/tables/transitions.ts";
import { contract } from "./snippets-support.ts";

/** The contract with one text of it replaced. */
function changed(from: string, to: string): Contract {
  const text = JSON.stringify(contract);
  assert.ok(text.includes(from), `the contract has no ${from}`);
  return JSON.parse(text.replaceAll(from, to));
}

describe("Tables", () => {
  const gains: [string, (contract: Contract) => string, Contract][] = [
    [
      "a status",
      statuses,
      changed('"New":{"transitions"', '"Parked":{"transitions":[],"substatuses":[]},"New":{"transitions"'),
    ],
    [
      "a substatus",
      substatuses,
      changed('"substatuses":["Accepted"]', '"substatuses":["Accepted","Paused"]'),
    ],
    [
      "a transition",
      transitions,
      changed('"transitions":["Active","Closed"]', '"transitions":["New","Active","Closed"]'),
    ],
    ["a status of errors", errorStatuses, changed('"503":{', '"418":{"description":"A teapot."},"503":{')],
    [
      "an error code",
      errorCodes,
      changed('"enum":["accessDenied"', '"enum":["quotaExceeded","accessDenied"'),
    ],
    [
      "a kind of help",
      helpCodes,
      changed('"enum":["Unknown","Workload', '"enum":["Training","Unknown","Workload'),
    ],
    [
      "a property in requests of the preview",
      previewRequests,
      changed('"IndustryFocus":', '"Region":{},"IndustryFocus":'),
    ],
    [
      "a property in answers of the preview",
      previewAnswers,
      changed('"statusDetail":', '"mood":{},"statusDetail":'),
    ],
    [
      "a status of the preview",
      previewStatuses,
      changed('"enum":["Pending","Active","Won"', '"enum":["Draft","Pending","Active","Won"'),
    ],
  ];
  for (const [what, table, grown] of gains) {
    it(`asks for words about ${what} that the contract gains`, () => {
      assert.doesNotThrow(() => table(contract));
      assert.throws(() => table(grown), /Nothing is written about/);
    });
  }

  it("notices what the contract loses", () => {
    assert.throws(
      () => errorCodes(changed('"enum":["accessDenied",', '"enum":[')),
      /does not have accessDenied/,
    );
    assert.throws(
      () => previewAnswers(changed('"closingDateTime":', '"closesDateTime":')),
      /closingDateTime/,
    );
    assert.throws(() => previewOperations(changed("Use `getReferral` instead.", "")), /getPreviewReferral/);
    assert.throws(() => roles(changed("Referrals user", "Deal maker")), /Referrals user/);
  });

  it("show new values and properties by themselves", () => {
    assert.match(taxonomies(changed('"Education",', '"Education","Space Travel",')), /`Space Travel`/);
    const more = changed('"x-filterable":[', '"x-filterable":["customerProfile/size",');
    assert.match(filterable(more), /`customerProfile\/size` \| yes \| {2}\| `'1to9employees'`/);
  });
});

describe("Diagrams", () => {
  for (const [name, diagram] of Object.entries({ coSell, engagement, statusMachine })) {
    it(`${name} is one line of SVG that follows the theme`, async () => {
      const { svg, text } = diagram(contract);
      assert.doesNotMatch(svg, /\n|style|fill=|stroke=|#[0-9a-f]{3}/);
      assert.match(svg, /^<svg viewBox="0 0 400 \d+" role="img" aria-label="[^"]+">.*<\/svg>$/);
      const css = await readFile(new URL("../build/diagrams/diagrams.css", import.meta.url), "utf8");
      for (const [, classes = ""] of svg.matchAll(/class="([^"]+)"/g)) {
        for (const kind of classes.split(" "))
          assert.ok(kind === "diagram-call" || kind === "diagram-box" || css.includes(`.${kind}`), kind);
      }
      assert.match(text, /^(- |1\. )/);
    });
  }

  it("say in words what they show", () => {
    const { svg, text } = statusMachine(contract);
    for (const name of ["New", "Active", "Closed", "Accepted", "Won", "Expired"]) {
      assert.ok(svg.includes(`>${name}<`) && text.includes(`\`${name}\``), name);
    }
    assert.deepEqual(svg.match(/diagram-head/g)?.length, 3);
    assert.match(text, /`New`, with `Pending`, `Received`\. It may become `Active` or `Closed`\./);
    assert.match(text, /`Closed`, .* It is final\./);
  });

  it("follow the contract", () => {
    const renamed = changed('"Accepted"', '"Taken"');
    assert.match(statusMachine(renamed).svg, />Taken</);
    assert.match(coSell(renamed).svg, />Active \/ Taken</);
    const back = changed('"transitions":["Active","Closed"]', '"transitions":["New","Active","Closed"]');
    assert.match(statusMachine(back).text, /`Active`, with `Accepted`\. It may become `New` or `Closed`\./);
    assert.throws(
      () => coSell(changed('"related-referral-updated":{', '"related-changed":{')),
      /related-referral-updated/,
    );
    assert.throws(
      () => coSell(changed('"operationId":"createReferral"', '"operationId":"addReferral"')),
      /createReferral/,
    );
    assert.throws(() => engagement(changed('"organizationId":', '"ownerId":')), /organizationId/);
  });

  it("show the calls of the workflow in their order", () => {
    const lines = coSell(contract).text.split("\n");
    assert.equal(lines.length, 7);
    assert.match(
      lines[0] ?? "",
      /^1\. You to Referrals API: `createReferral`, type Shared, target SolutionProfile\.$/,
    );
    assert.match(lines[2] ?? "", /`createReferral`, the same engagementId, target msft\.$/);
    assert.match(lines[6] ?? "", /^7\. Referrals API to You: `related-referral-updated`/);
  });
});
