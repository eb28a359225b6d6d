import {
  contract,
  defaultStates,
  getIn,
  isObject,
  type JsonObject,
  operationNamed,
  propertiesOf,
  readOnlyPaths,
  stateMachine,
} from "@partner-referrals/spec/model";
import type { Referral } from "@partner-referrals/types";
import type { LiveResponse } from "./session.ts";
import type { ScenarioContext, Step } from "./steps.ts";

const pointer = (name: keyof Referral): string => `/${name}`;
const replace = (path: string, value: unknown) => ({ op: "replace", path, value });
const representation = { prefer: "return=representation" };

/** Steps that create and change referrals. What they make they close. */
export const writingSteps: readonly Step[] = [
  {
    id: "deal",
    title: "Creates a deal of its own, changes it with ETags, and closes it",
    writes: true,
    async run(context) {
      const { session, operation } = context;
      const [update, get] = [operation("updateReferral"), operation("getReferral")];
      const created = await create(context, "independent");
      const path = { referralId: created.id };
      const patch = (
        etag: string | undefined,
        body: unknown,
        headers: Readonly<Record<string, string>> = representation,
      ) =>
        session.send({
          operation: update,
          path,
          body,
          headers: { ...headers, ...(etag !== undefined && { "if-match": etag }) },
        });
      try {
        await session.send({ operation: get, path });
        const changed = await patch(created.etag, [replace(pointer("name"), "Renamed by verify")]);
        const fresh = etagOf(changed) ?? etagOf(await session.send({ operation: get, path }));
        await patch(created.etag, [replace(pointer("name"), "Too late")]);
        await patch(fresh, [replace(pointer("name"), "Renamed twice by verify")], {});
        await session.send({ operation: get, path });
        await patch(undefined, [
          replace(readOnlyPaths(contract, "Referral")[0] ?? pointer("id"), crypto.randomUUID()),
        ]);
        await patch(undefined, [replace("/", "nothing")]);
        await patch(undefined, [replace(pointer("status"), forbiddenAfterActive())]);
        await invalid(context, path);
        await replaceAll(context, path);
      } finally {
        await close(context, created.id);
      }
      await patch(undefined, [replace(pointer("name"), "After the end")]);
      await session.send({ operation: get, path });
      await session.send({ operation: operation("getPreviewReferral"), path });
    },
  },
  {
    id: "shared",
    title: "Shares a deal with another organization",
    writes: true,
    async run(context) {
      const own = await create(context, "shared");
      try {
        const { session, operation, example } = context;
        const body = { ...example("createReferral", "connected"), engagementId: own.json.engagementId };
        await session.send({ operation: operation("createReferral"), body });
        await session.send({ operation: operation("createReferral"), body });
        const filter = `engagementId eq ${String(own.json.engagementId)}`;
        await session.send({ operation: operation("listReferrals"), query: { $filter: filter } });
      } finally {
        await close(context, own.id);
      }
    },
  },
  {
    id: "preview",
    title: "Creates, changes and closes a deal through the preview of 2018",
    writes: true,
    async run(context) {
      const { session, operation, example } = context;
      const [createPreview, updatePreview] = [
        operation("createPreviewReferral"),
        operation("updatePreviewReferral"),
      ];
      const created = await session.send({
        operation: createPreview,
        body: example("createPreviewReferral"),
      });
      const id = getIn(created.json, "id");
      for (const one of [createPreview, updatePreview]) {
        const path = { referralId: typeof id === "string" ? id : crypto.randomUUID() };
        await session.send({ operation: one, path, body: "{" });
        await session.send({ operation: one, path, body: {}, authenticated: false });
        await session.send({ operation: one, path, body: "text", headers: { "content-type": "text/plain" } });
        await session.send({ operation: one, path, body: {}, headers: { accept: "text/csv" } });
      }
      if (typeof id !== "string") return;
      const path = { referralId: id };
      await session.send({ operation: operation("getPreviewReferral"), path });
      const body = { ...example("updatePreviewReferral"), Id: id };
      await session.send({ operation: updatePreview, path, body });
      await close(context, id);
      await session.send({ operation: updatePreview, path, body });
    },
  },
];

interface Created {
  readonly id: string;
  readonly etag: string | undefined;
  readonly json: Record<string, unknown>;
}

async function create({ session, operation, example }: ScenarioContext, name: string): Promise<Created> {
  const body = { ...example("createReferral", name), name: `verify ${crypto.randomUUID()}` };
  const { status, json, etag } = await session.send({ operation: operation("createReferral"), body });
  const id = getIn(json, "id");
  if (status < 300 && typeof id === "string" && isObject(json)) return { id, etag, json };
  throw new Error(
    `createReferral returned ${status}; the steps that need a referral of their own were not run.`,
  );
}

/** Requests that are wrong in themselves. */
async function invalid(
  { session, operation }: ScenarioContext,
  path: { readonly referralId: string },
): Promise<void> {
  const ids = ["createReferral", "updateReferral", "replaceReferral"] as const;
  for (const id of ids) {
    const one = operation(id);
    const headers = { "if-match": "*" };
    await session.send({ operation: one, path, headers, body: "{" });
    await session.send({
      operation: one,
      path,
      headers: { ...headers, "content-type": "text/plain" },
      body: "text",
    });
    await session.send({ operation: one, path, headers: { ...headers, accept: "text/csv" }, body: {} });
    await session.send({ operation: one, path, headers, body: {}, authenticated: false });
    if (id !== "createReferral")
      await session.send({
        operation: one,
        path: { referralId: crypto.randomUUID() },
        headers,
        body: [replace("/name", "x")],
      });
  }
}

async function replaceAll(
  { session, operation }: ScenarioContext,
  path: { readonly referralId: string },
): Promise<void> {
  const current = await session.send({ operation: operation("getReferral"), path });
  if (!isObject(current.json)) return;
  const body = { ...replaceable(current.json), name: "Replaced by verify" };
  const put = operation("replaceReferral");
  await session.send({ operation: put, path, body });
  await session.send({ operation: put, path, body, headers: { "if-match": '"stale"' } });
  await session.send({ operation: put, path, body, headers: { "if-match": etagOf(current) ?? "*" } });
}

/** What a replacement may have of a referral that was read: all but what its schema rules out. */
function replaceable(referral: JsonObject): JsonObject {
  const [body] = operationNamed(contract, "replaceReferral").requestBody?.content ?? [];
  const properties = propertiesOf(contract, body?.schema);
  return Object.fromEntries(
    Object.entries(referral).filter(([name]) => properties.get(name)?.node.not === undefined),
  );
}

/** Closes a referral as a mistake, with the last substatus of the closed ones. */
async function close({ session, operation }: ScenarioContext, referralId: string): Promise<void> {
  const [status, state] = [...stateMachine(contract)].find(([, { isTerminal }]) => isTerminal) ?? [];
  const substatus = state?.substatuses.at(-1);
  const body = [replace(pointer("status"), status), replace(pointer("substatus"), substatus)];
  await session.send({
    operation: operation("updateReferral"),
    path: { referralId },
    body,
    headers: representation,
  });
}

function etagOf({ etag, json }: LiveResponse): string | undefined {
  const property = getIn(json, "eTag" satisfies keyof Referral);
  return etag ?? (typeof property === "string" ? property : undefined);
}

/** A status that may not follow that of a deal of one's own. */
function forbiddenAfterActive(): string {
  const machine = stateMachine(contract);
  const { status = "" } = defaultStates(contract).get("created") ?? {};
  const allowed = machine.get(status)?.transitions ?? [];
  return [...machine.keys()].find((one) => !allowed.includes(one)) ?? status;
}
