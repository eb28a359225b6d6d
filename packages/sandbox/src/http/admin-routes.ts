import { createHash, timingSafeEqual } from "node:crypto";
import { ApiError } from "@partner-referrals/server/api-error";
import type { ReferralCreate, ReferralState } from "@partner-referrals/types";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { bodies, readBody } from "../admin/bodies.ts";
import type { Control, Duration } from "../admin/control.ts";
import type { Fault } from "../admin/faults.ts";
import type { JournalFilter } from "../admin/journal.ts";
import type { Seed } from "../admin/seed.ts";
import { microsoft } from "../organizations/organizations.ts";
import type { Universe } from "../universe.ts";
import type { Sender } from "../webhooks/sender.ts";
import type { UniverseAccess } from "./universe-access.ts";

/** The header that has the key of the admin API. */
const controlKeyHeader = "sandbox-control-key";

/** Where the admin API is. */
const adminRoot = "/_sandbox";

export interface AdminOptions {
  readonly access: UniverseAccess;
  readonly controlOf: (universe: Universe) => Control;
  /** What requests have to send; undefined for nothing. */
  readonly key?: string | undefined;
}

interface AdminContext {
  readonly universe: Universe;
  readonly control: Control;
  readonly body: unknown;
  readonly request: FastifyRequest;
}

/** What each route of the admin API does and returns. Casts: `readBody` validates what it returns. */
const routes: Readonly<Record<string, (context: AdminContext) => unknown>> = {
  "GET ": ({ universe, control }) => ({
    universe: universe.name,
    now: control.clock.now(),
    frozen: control.clock.isFrozen(),
    referrals: universe.referrals.count(),
    organizations: universe.organizations.list(),
  }),
  "POST /reset": ({ control }) => control.reset(),
  "POST /seed": ({ control, body }) => control.seed(readBody(bodies.seed, body) as Seed),
  "POST /snapshots": ({ control }) => ({ id: control.snapshot() }),
  "POST /snapshots/:id/restore": ({ control, request }) => control.restore(parameter(request, "id")),
  "GET /clock": ({ control }) => ({ now: control.clock.now(), frozen: control.clock.isFrozen() }),
  "PUT /clock": ({ control, body }) => {
    const { now = control.clock.now(), frozen = control.clock.isFrozen() } = readBody(bodies.clock, body);
    const time = String(now instanceof Date ? now.toISOString() : now);
    if (frozen) control.clock.freeze(time);
    else {
      control.clock.reset();
      if (Math.abs(Date.parse(time) - Date.now()) > 1) control.clock.set(time);
    }
  },
  "POST /clock/advance": ({ control, body }) => {
    const { milliseconds = 0, ...duration } = readBody(bodies.advance, body);
    control.clock.advance(Number(milliseconds));
    control.clock.advance(duration as Duration);
  },
  "DELETE /clock": ({ control }) => control.clock.reset(),
  "PUT /ids": ({ control, body }) => control.seedIds(readBody(bodies.ids, body).seed as string | undefined),
  "GET /faults": ({ control }) => control.faults(),
  "POST /faults": ({ control, body }) => control.fail(readBody(bodies.fault, body) as unknown as Fault),
  "DELETE /faults": ({ control }) => control.clearFaults(),
  "GET /journal": ({ control, request }) => control.journal(readFilter(request)),
  "DELETE /journal": ({ control }) => control.clearJournal(),
  "POST /act-as": ({ control, body }) => {
    const { organization, id, status, substatus, statusReason } = readBody(bodies.actAs, body);
    const state = { status, substatus } as ReferralState;
    return control.actAs(String(organization)).move(String(id), state, statusReason as string | undefined);
  },
  "POST /leads": ({ control, body }) => {
    const { from = microsoft.id, to, referral } = readBody(bodies.lead, body);
    return control.actAs(String(from)).sendLead(String(to), referral as ReferralCreate);
  },
  "GET /deliveries": ({ control }) => control.deliveries(),
};

/** What routes read besides the universe itself. */
const readBy: ReadonlyMap<string, "journal" | "deliveries"> = new Map([
  ["/journal", "journal"],
  ["/deliveries", "deliveries"],
]);

/** Adds the admin API. It needs no token: whoever reaches it is whoever runs the tests. */
export function addAdminRoutes(app: FastifyInstance, { access, controlOf, key }: AdminOptions): void {
  const onRequest = (request: FastifyRequest, _reply: FastifyReply, next: () => void): void => {
    assertKey(request, key);
    next();
  };
  for (const [route, run] of Object.entries(routes)) {
    const [method = "", path = ""] = route.split(" ");
    app.route({
      method,
      url: adminRoot + path,
      onRequest,
      async handler(request, reply) {
        const result = await access.begin(request, () => {}, {
          run: (universe) => run({ universe, control: controlOf(universe), body: request.body, request }),
          changes: method !== "GET",
          reads: readBy.get(path),
        });
        if (result === undefined) return reply.code(204).send();
        return reply.type("application/json").send(JSON.stringify(result));
      },
    });
  }
  app.get(`${adminRoot}/universes`, { onRequest }, async (_request, reply) =>
    reply.type("application/json").send(JSON.stringify(await access.names())),
  );
  app.delete(`${adminRoot}/universes/:name`, { onRequest }, async (request, reply) => {
    const name = parameter(request, "name");
    if (!(await access.remove(name)))
      throw new ApiError(404, "unknownUniverse", {
        message: `There is no universe ${name} that can be removed.`,
        target: "name",
        reason: "The default universe can only be reset.",
      });
    return reply.code(204).send();
  });
}

/** @throws an ApiError with 401 unless the request has the key. */
function assertKey({ headers }: FastifyRequest, key: string | undefined): void {
  if (key === undefined) return;
  const sent = headers[controlKeyHeader];
  if (typeof sent === "string" && timingSafeEqual(digest(sent), digest(key))) return;
  throw new ApiError(401, "controlKey", {
    message: "The admin API needs its key.",
    target: controlKeyHeader,
    reason: `Send the key that the sandbox was started with as ${controlKeyHeader}.`,
  });
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Where receivers fetch the certificate that they verify deliveries with. */
export const certificatePath: string = `${adminRoot}/webhooks/certificate.pem`;
const rootPath: string = `${adminRoot}/webhooks/root.pem`;

export function addCertificateRoutes(app: FastifyInstance, sender: Sender): void {
  const type = "application/x-pem-file";
  app.get(certificatePath, async (_request, reply) =>
    reply.type(type).send((await sender.signingKey()).certificate),
  );
  app.get(rootPath, async (_request, reply) => reply.type(type).send((await sender.signingKey()).root));
}

function parameter({ params }: FastifyRequest, name: string): string {
  const value =
    typeof params === "object" && params !== null
      ? Object.entries(params).find(([key]) => key === name)
      : undefined;
  return String(value?.[1] ?? "");
}

function readFilter({ url }: FastifyRequest): JournalFilter {
  const query = new URL(url, "http://localhost").searchParams;
  const text = (name: string) => query.get(name) ?? undefined;
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  const filter = {
    operationId: text("operationId"),
    method: text("method"),
    path: text("path"),
    status: number("status"),
    after: number("after"),
    limit: number("limit"),
    isValid: query.has("isValid") ? query.get("isValid") === "true" : undefined,
  };
  // A cast: the undefined ones are left out.
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined),
  ) as JournalFilter;
}
