import { getIn, isObject } from "@partner-referrals/spec/model";
import { crowded, type Defect, expired, type Passing, referralsOf } from "./defects.ts";

const isSuccess = ({ status }: Passing) => status < 300;
const isOne = (passing: Passing) => isSuccess(passing) && isObject(passing.json) && "eTag" in passing.json;
const isList = ({ json, status }: Passing) => status < 300 && isObject(json) && Array.isArray(json.value);
const isV1 = ({ path }: Passing) => path.startsWith("/v1.0/");

/** Changes each referral of a response. */
function each(change: (referral: Record<string, unknown>) => void): Defect["apply"] {
  return (passing) => {
    if (isV1(passing)) for (const referral of referralsOf(passing)) change(referral);
  };
}

/** Changes what a page says. */
function page(change: (page: Record<string, unknown>) => void): Defect["apply"] {
  return (passing) => {
    // A cast: isList has looked.
    if (isList(passing)) change(passing.json as Record<string, unknown>);
  };
}

function drop(name: string): Defect["apply"] {
  return each((referral) => {
    delete referral[name];
  });
}

/** Turns one status into another, with the body of an error. */
function restatus(when: (passing: Passing) => boolean, status: number): Defect["apply"] {
  return (passing) => {
    if (when(passing)) passing.status = status;
  };
}

/** Accepts what should be rejected. */
function accept(when: (passing: Passing) => boolean): Defect["apply"] {
  return (passing) => {
    if (!when(passing)) return;
    passing.status = 204;
    passing.json = undefined;
  };
}

/** Hands each time over what it returned the last time. */
function remembering(change: (seen: unknown, passing: Passing) => unknown): Defect["apply"] {
  let seen: unknown;
  return (passing) => {
    seen = change(seen, passing);
  };
}

const patches = (passing: Passing, text: string) =>
  passing.method === "PATCH" && passing.requestBody.includes(text);

let counter = 0;

/** Services that are wrong in one way each. */
export const defects: readonly Defect[] = [
  {
    name: "an operation moved to another status",
    fact: "listReferrals.responses.299",
    apply: restatus(isList, 299),
  },
  {
    name: "a status that is not declared",
    fact: "getReferral.responses.418",
    apply: restatus(
      ({ status, method, path }) => status === 404 && method === "GET" && path.startsWith("/v1.0/"),
      418,
    ),
  },
  { name: "no ETag header", fact: "rule/etag-header", apply: (passing) => passing.headers.delete("etag") },
  {
    name: "a weak ETag header",
    fact: "rule/etag-header",
    implied: ["headers/ETag"],
    apply: (passing) => isOne(passing) && passing.headers.set("etag", `W/${passing.headers.get("etag")}`),
  },
  { name: "no engagementId", fact: "Referral.required.engagementId", apply: drop("engagementId") },
  {
    name: "no status",
    fact: "Referral.required.status",
    implied: ["rule/initial-status", "rule/patch-applied", "rule/patch-kept"],
    apply: drop("status"),
  },
  { name: "no details", fact: "Referral.required.details", apply: drop("details") },
  {
    name: "no customer",
    fact: "Referral.required.customerProfile",
    implied: ["rule/created-as-sent"],
    apply: drop("customerProfile"),
  },
  { name: "no ETag property", fact: "Referral.required.eTag", apply: drop("eTag") },
  {
    name: "a number for a name",
    fact: "Referral.name",
    implied: ["ReferralListItem.name", "rule/created-as-sent", "rule/patch-applied", "rule/patch-kept"],
    apply: each((referral) => {
      referral.name = 7;
    }),
  },
  {
    name: "a time without a zone",
    fact: "Referral.createdDateTime",
    implied: ["ReferralListItem.createdDateTime", "rule/expiry", "rule/identity"],
    apply: each((referral) => {
      referral.createdDateTime = "2026-01-01 10:00";
    }),
  },
  {
    name: "an id that is no GUID",
    fact: "Referral.engagementId",
    implied: ["ReferralListItem.engagementId", "rule/identity"],
    apply: each((referral) => {
      referral.engagementId = "E-1";
    }),
  },
  {
    name: "text for a truth value",
    fact: "Consent.consentToContact",
    apply: each((referral) => {
      referral.consent = { ...Object(referral.consent), consentToContact: "yes" };
    }),
  },
  {
    name: "text for a list",
    fact: "Referral.team",
    implied: ["ReferralListItem.team"],
    apply: each((referral) => {
      referral.team = "me";
    }),
  },
  {
    name: "a status that the contract does not have",
    fact: "Referral.status",
    implied: ["ReferralListItem.status", "rule/initial-status", "rule/patch-applied", "rule/patch-kept"],
    apply: each((referral) => {
      referral.status = "Paused";
    }),
  },
  {
    name: "a new type",
    fact: "ReferralType.values",
    implied: ["rule/created-as-sent"],
    apply: each((referral) => {
      referral.type = "Joint";
    }),
  },
  {
    name: "a new direction",
    fact: "ReferralDirection.values",
    apply: each((referral) => {
      referral.direction = "Sideways";
    }),
  },
  {
    name: "a new qualification",
    fact: "ReferralQualification.values",
    apply: each((referral) => {
      referral.qualification = "SuperQualified";
    }),
  },
  {
    name: "a substatus of another status",
    fact: "rule/status-pair",
    apply: each((referral) => {
      if (referral.status === "Active") referral.substatus = "Won";
    }),
  },
  {
    name: "a closed deal that is active again",
    fact: "rule/transition",
    implied: ["rule/patch-kept"],
    apply: (passing) => {
      if (passing.method === "GET" && isV1(passing))
        for (const one of referralsOf(passing))
          if (one.status === "Closed") Object.assign(one, { status: "Active", substatus: "Accepted" });
    },
  },
  {
    name: "a stale ETag accepted",
    fact: "rule/stale-etag",
    apply: accept(({ status, method }) => status === 412 && method === "PATCH"),
  },
  {
    name: "an ETag that stays",
    fact: "rule/new-etag",
    apply: (passing) => {
      if (isOne(passing) && isV1(passing)) {
        passing.headers.set("etag", '"1"');
        Object.assign(Object(passing.json), { eTag: '"1"' });
      }
    },
  },
  {
    name: "a replacement without ETag accepted",
    fact: "rule/put-needs-etag",
    implied: ["replaceReferral.responses.204", "updateWebhookRegistration.responses.204"],
    apply: accept(
      ({ method, status, requestHeaders }) =>
        method === "PUT" && status === 400 && requestHeaders["if-match"] === undefined,
    ),
  },
  {
    name: "a change of a closed deal accepted",
    fact: "rule/terminal",
    implied: ["rule/patch-kept"],
    apply: accept((passing) => passing.status === 409 && patches(passing, "After the end")),
  },
  {
    name: "a forbidden transition accepted",
    fact: "rule/forbidden-transition",
    apply: accept(
      (passing) =>
        passing.status >= 400 && patches(passing, '"/status"') && !passing.requestBody.includes("Closed"),
    ),
  },
  {
    name: "a read-only property accepted",
    fact: "rule/read-only",
    implied: ["ReferralPatchOperation.path"],
    apply: accept((passing) => passing.status === 400 && patches(passing, '"/id"')),
  },
  {
    name: "a patch that is not applied",
    fact: "rule/patch-applied",
    apply: (passing) => {
      if (passing.method === "PATCH" && isOne(passing))
        Object.assign(Object(passing.json), { name: "Old name" });
    },
  },
  {
    name: "a patch that is lost",
    fact: "rule/patch-kept",
    apply: (passing) => {
      if (passing.method === "GET" && isOne(passing))
        Object.assign(Object(passing.json), { name: "Old name" });
    },
  },
  {
    name: "another engagement each time",
    fact: "rule/identity",
    apply: each((referral) => {
      referral.engagementId = `00000000-0000-4000-8000-${String(counter++).padStart(12, "0")}`;
    }),
  },
  {
    name: "another organization each time",
    fact: "rule/identity",
    apply: each((referral) => {
      referral.organizationId = `00000000-0000-4000-8000-${String(counter++).padStart(12, "0")}`;
    }),
  },
  {
    name: "a time that goes back",
    fact: "rule/updated-time",
    apply: each((referral) => {
      referral.updatedDateTime = "2001-01-01T00:00:00Z";
    }),
  },
  {
    name: "another name than was sent",
    fact: "rule/created-as-sent",
    apply: (passing) => {
      if (passing.method === "POST" && isOne(passing)) Object.assign(Object(passing.json), { name: "Other" });
    },
  },
  {
    name: "a new deal that waits",
    fact: "rule/initial-status",
    apply: (passing) => {
      if (passing.method === "POST" && isOne(passing) && !passing.requestBody.includes("engagementId"))
        Object.assign(Object(passing.json), { status: "New", substatus: "Pending" });
    },
  },
  {
    name: "another referral than was asked for",
    fact: "rule/own-id",
    apply: (passing) => {
      if (passing.method === "GET" && isOne(passing))
        Object.assign(Object(passing.json), { id: "00000000-0000-4000-8000-000000000001" });
    },
  },
  {
    name: "a lead that expires in a month",
    fact: "rule/expiry",
    apply: each((referral) => {
      if (referral.status === "New")
        referral.expirationDateTime = new Date(
          Date.parse(String(referral.createdDateTime)) + 30 * 86_400_000,
        ).toISOString();
    }),
  },
  {
    name: "pages that are too large",
    fact: "rule/page-size",
    implied: ["rule/count", "rule/listed-once", "rule/order"],
    apply: page((one) => {
      const value = Object(one.value);
      one.value = [...value, ...value, ...value];
    }),
  },
  {
    name: "a next link that repeats",
    organization: crowded,
    fact: "rule/next-link",
    implied: ["rule/listed-once"],
    apply: remembering((seen, passing) => {
      if (!isList(passing) || passing.requestHeaders.accept === undefined) return seen;
      const first = seen ?? getIn(passing.json, "@odata.nextLink");
      if (first !== undefined) Object.assign(Object(passing.json), { "@odata.nextLink": first });
      return first;
    }),
  },
  {
    name: "a referral on two pages",
    organization: crowded,
    fact: "rule/listed-once",
    apply: remembering((shown, passing) => {
      const value = isList(passing) ? Object(Object(passing.json).value) : [];
      if (value.length <= 50) return shown;
      // The first referral of the first page takes the place of the last one of the next.
      if (shown !== undefined) value[value.length - 1] = shown;
      return shown ?? value[0];
    }),
  },
  {
    name: "a filter that is ignored",
    fact: "rule/filter",
    implied: ["rule/select"],
    apply: page((one) => {
      for (const referral of Object(one.value)) referral.direction = "Incoming";
    }),
  },
  {
    name: "an order that is ignored",
    fact: "rule/order",
    implied: ["rule/select", "rule/updated-time"],
    apply: page((one) => {
      Object(one.value).forEach((referral: Record<string, unknown>, index: number) => {
        referral.updatedDateTime = new Date(Date.now() + (index % 2) * 1e6 + 1e9 - index).toISOString();
      });
    }),
  },
  {
    name: "no count",
    fact: "rule/count",
    apply: page((one) => {
      delete one["@odata.count"];
    }),
  },
  {
    name: "properties that were not selected",
    fact: "rule/select",
    apply: page((one) => {
      for (const referral of Object(one.value)) referral.name = "x";
    }),
  },
  {
    name: "errors of another shape",
    fact: "rule/error-shape",
    implied: ["ErrorResponse.required.error"],
    apply: (passing) => {
      if (passing.status >= 400) passing.json = { message: "no" };
    },
  },
  { name: "a door without a lock", fact: "rule/token", apply: restatus(({ status }) => status === 401, 403) },
  {
    name: "another request id",
    fact: "rule/request-id-echo",
    apply: (passing) => {
      if (passing.headers.has("client-request-id"))
        passing.headers.set("client-request-id", crypto.randomUUID());
    },
  },
  {
    name: "no request id",
    fact: "rule/request-id",
    apply: (passing) => {
      passing.headers.delete("request-id");
      passing.headers.delete("ms-requestid");
    },
  },
  {
    name: "a request id that is no GUID",
    fact: "headers/RequestId",
    apply: (passing) => passing.headers.has("request-id") && passing.headers.set("request-id", "7"),
  },
  {
    name: "an expired lead that shows its contacts",
    fact: "rule/expired-contacts",
    organization: expired,
    apply: each((referral) => {
      const { substatus, customerProfile } = referral;
      if (substatus === "Expired")
        referral.customerProfile = {
          ...Object(customerProfile),
          team: [{ firstName: "Ada", lastName: "Byron" }],
        };
    }),
  },
];
