import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  accept,
  createReferralsClient,
  edit,
  type ReferralDraft,
  ReferralsPreconditionFailedError,
  ReferralsServerError,
  ReferralsUnexpectedResponseError,
  ReferralsUnknownOutcomeError,
} from "@partner-referrals/client";
import { type Loss, referralService } from "./referral-service.ts";
import { json, referral, serve } from "./server.ts";

const relative = (deal: ReferralDraft) => {
  deal.team?.push({ firstName: "Joan", email: "joan@proseware.example" });
  deal.details.dealValue = (deal.details.dealValue ?? 0) + 10;
};
const setName = (deal: ReferralDraft) => {
  deal.name = "Mine";
};
const losses: Loss[] = [
  ...([503, 504, "disconnect"] as const).flatMap((kind) => [
    { when: "before" as const, kind },
    { when: "after" as const, kind },
  ]),
  { when: "after", kind: 500 },
  { when: "after", kind: "html" },
  { when: "during", kind: "disconnect" },
];

describe("a relative change arrives once", () => {
  for (const loss of losses) {
    const name = `${loss.kind} ${loss.when} it is executed`;
    test(`after ${name}`, async () => {
      const { referrals, stored, executed } = await referralService({}, [loss]);
      const changed = await edit(referrals, "1", relative);
      assert.equal(executed(), 1);
      assert.deepEqual([changed.team?.length, changed.details.dealValue], [2, 42010]);
      assert.deepEqual(changed, stored);
    });

    test(`after ${name}, while others change something else`, async () => {
      const others: Loss["others"] = (stored) => {
        stored.name = "Theirs";
        stored.team?.push({ firstName: "Other" });
      };
      const { referrals, stored, executed } = await referralService({}, [{ ...loss, others }]);
      const changed = await edit(referrals, "1", relative);
      assert.equal(executed(), 1);
      assert.deepEqual([changed.name, stored.details.dealValue], ["Theirs", 42010]);
      assert.equal(stored.team?.filter(({ firstName }) => firstName === "Joan").length, 1);
    });

    test(`after ${name}, twice`, async () => {
      const { referrals, stored, executed } = await referralService({}, [loss, { ...loss }]);
      await edit(referrals, "1", relative);
      assert.equal(executed(), 1);
      assert.equal(stored.details.dealValue, 42010);
    });

    test(`with the ETag of the caller, after ${name}`, async () => {
      const { referrals, stored, executed } = await referralService({}, [loss]);
      const changed = await edit(referrals, "1", relative, { ifMatch: '"1"' });
      assert.equal(executed(), 1);
      assert.deepEqual(changed, stored);
    });
  }

  test("also when every response is lost: the referral tells", async () => {
    const { referrals, executed, methods } = await referralService({}, [{ when: "after", kind: 504 }], {
      retry: false,
    });
    assert.equal((await edit(referrals, "1", relative)).details.dealValue, 42010);
    assert.equal(executed(), 1);
    assert.deepEqual(methods(), ["GET", "PATCH", "GET"]);
  });

  test("also when it closes the referral, which could not be changed again", async () => {
    const { referrals } = await referralService({ status: "New", substatus: "Pending" }, [
      { when: "after", kind: 504 },
    ]);
    assert.equal((await accept(referrals, "1")).substatus, "Accepted");
  });
});

describe("a change whose response was lost", () => {
  test("that was not executed fails with its error", async () => {
    const { referrals, executed } = await referralService({}, [{ when: "before", kind: 500 }]);
    await assert.rejects(edit(referrals, "1", relative), ReferralsServerError);
    assert.equal(executed(), 0);
  });

  test("and that someone else overwrote is an error that says so", async () => {
    const others: Loss["others"] = (stored) => {
      stored.name = "Theirs";
    };
    const { referrals, stored } = await referralService({ name: "Before" }, [
      { when: "after", kind: 504, others },
    ]);
    await assert.rejects(edit(referrals, "1", setName), (error) => {
      assert.ok(error instanceof ReferralsUnknownOutcomeError);
      assert.match(error.message, /\/name/);
      assert.deepEqual(error.patch, [{ op: "replace", path: "/name", value: "Mine" }]);
      assert.deepEqual(error.current, stored);
      assert.doesNotMatch(JSON.stringify(error), /Theirs/);
      return true;
    });
    assert.equal(stored.name, "Theirs");
  });

  test("and that someone else took back is an error that says so: it must not be made again", async () => {
    const others: Loss["others"] = (stored) => {
      stored.details = { ...stored.details, dealValue: 42000 };
      stored.team?.pop();
    };
    const { referrals, stored, executed } = await referralService({}, [{ when: "after", kind: 504, others }]);
    await assert.rejects(edit(referrals, "1", relative), ReferralsUnknownOutcomeError);
    assert.deepEqual([executed(), stored.details.dealValue], [1, 42000]);
  });

  test("is recognized when the service writes it in its own way", async () => {
    const { referrals, executed } = await referralService({ name: "x" }, [
      {
        when: "after",
        kind: 504,
        others: (stored) => {
          stored.details.closingDateTime = "2026-12-18T00:00:00.0000000Z";
        },
      },
    ]);
    await edit(referrals, "1", (deal) => {
      deal.details.closingDateTime = "2026-12-18T00:00:00Z";
    });
    assert.equal(executed(), 1);
  });

  test("with the ETag of the caller is a conflict if it was not executed", async () => {
    const others: Loss["others"] = (stored) => {
      stored.salesStage = "40";
    };
    const { referrals, executed } = await referralService({ name: "x" }, [
      { when: "before", kind: 504, others },
    ]);
    await assert.rejects(edit(referrals, "1", setName, { ifMatch: '"1"' }), ReferralsPreconditionFailedError);
    assert.equal(executed(), 0);
  });
});

describe("edits at the same time", () => {
  test("arrive once each, also when responses are lost", async () => {
    const { referrals, stored, executed } = await referralService({}, [
      { when: "after", kind: 504 },
      { when: "before", kind: "disconnect" },
      { when: "during", kind: "disconnect" },
    ]);
    const names = ["a", "b", "c", "d", "e"];
    await Promise.all(
      names.map((firstName) =>
        edit(
          referrals,
          "1",
          (deal) => {
            deal.team?.push({ firstName });
            deal.details.dealValue = (deal.details.dealValue ?? 0) + 1;
          },
          { maxConflictRetries: 20 },
        ),
      ),
    );
    assert.equal(executed(), 5);
    assert.equal(stored.details.dealValue, 42005);
    assert.deepEqual(stored.team?.map(({ firstName }) => firstName).sort(), ["Co-sell", ...names]);
  });

  test("arrive once when the token is renewed between a lost response and the next attempt", async () => {
    let calls = 0;
    const { referrals, stored, executed } = await referralService({}, [{ when: "after", kind: 504 }], {
      token: async () => {
        calls++;
        if (calls === 3) throw new Error("The identity service is down.");
        return `token-${calls}`;
      },
    });
    // The token is missing where the change would be sent again; the referral tells that it need not be.
    assert.equal((await edit(referrals, "1", relative)).details.dealValue, 42010);
    assert.equal(executed(), 1);
    assert.equal(stored.details.dealValue, 42010);
  });

  test("whose token is gone for good say that the change may have been executed", async () => {
    let calls = 0;
    const { referrals } = await referralService({}, [{ when: "after", kind: 504 }], {
      token: async () => {
        if (++calls > 2) throw new Error("The identity service is down.");
        return "token";
      },
    });
    await assert.rejects(edit(referrals, "1", relative), {
      name: "ReferralsTokenError",
      mayHaveExecuted: true,
    });
  });
});

describe("edit rejects", () => {
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) {
    test(`to set ${number}, which would be sent as null`, async () => {
      const { referrals, methods } = await referralService();
      const editing = edit(referrals, "1", (deal) => {
        deal.details.dealValue = number;
      });
      await assert.rejects(editing, {
        name: "ReferralsValidationError",
        message: /dealValue is (NaN|Infinity)/,
      });
      assert.deepEqual(methods(), ["GET"]);
    });
  }

  test("an async callback", async () => {
    const { referrals, methods } = await referralService();
    // @ts-expect-error: a promise comes too late
    const editing = edit(referrals, "1", async (deal) => {
      deal.name = "Late";
    });
    await assert.rejects(editing, { name: "TypeError", message: /must not be async/ });
    assert.deepEqual(methods(), ["GET"]);
  });

  test("a callback that returns another object", async () => {
    const { referrals, methods } = await referralService();
    // @ts-expect-error: the draft is what counts
    const editing = edit(referrals, "1", (deal) => ({ ...deal, name: "Other" }));
    await assert.rejects(editing, { name: "TypeError", message: /not return another object/ });
    assert.deepEqual(methods(), ["GET"]);
  });

  test("a referral without an ETag", async () => {
    const { eTag, ...rest } = referral;
    const { url, received } = await serve((_, response) => json(response, 200, rest));
    const referrals = createReferralsClient({ token: "t", baseUrl: url });
    await assert.rejects(edit(referrals, "1", setName), ReferralsUnexpectedResponseError);
    assert.equal(received.length, 1);
  });

  test("to assign what only the service sets, in types", async () => {
    const { referrals } = await referralService();
    const editing = edit(referrals, "1", (deal) => {
      // @ts-expect-error: read-only
      deal.eTag = "x";
    });
    await assert.rejects(editing, { name: "ReferralsValidationError" });
  });
});

test("edit takes a callback that is an expression with a number", async () => {
  const { referrals } = await referralService();
  const changed = await edit(referrals, "1", (deal) => deal.team?.push({ firstName: "Joan" }));
  assert.equal(changed.team?.length, 2);
});

test("edit reads the referral when the service does not return it", async () => {
  const { referrals, executed } = await referralService({}, [{ when: "after", kind: "204" }]);
  assert.equal((await edit(referrals, "1", relative)).details.dealValue, 42010);
  assert.equal(executed(), 1);
});

test("edit says that it gave up", async () => {
  const { url } = await serve(({ method }, response) =>
    method === "GET"
      ? json(response, 200, referral)
      : json(response, 412, { error: { code: "c", message: "No." } }),
  );
  const referrals = createReferralsClient({ token: "t", baseUrl: url });
  await assert.rejects(edit(referrals, "1", setName, { maxConflictRetries: 1 }), {
    name: "ReferralsPreconditionFailedError",
    message: /^Gave up after 2 conflicts/,
    status: 412,
  });
});
