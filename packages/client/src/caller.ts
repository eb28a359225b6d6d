import { type paths, serverUrl } from "@partner-referrals/types";
import createClient, { type Client } from "openapi-fetch";
import { readAnswer } from "./answer.ts";
import type { CallOptions, ReferralsClientOptions } from "./options.ts";
import { RequestRecord } from "./request-record.ts";
import { type Send, sender } from "./send.ts";

/** Makes calls for the methods of a client. */
export interface Caller {
  readonly baseUrl: string;
  readonly raw: Client<paths>;
  readonly send: Send;
  /** Makes one call. `start` begins it on the client of openapi-fetch; `has` is a property that the answer must have, by default `id`. */
  call<Body>(
    start: (init: { fetch: (request: unknown) => Promise<Response> }) => Promise<{ data?: Body }>,
    options: CallOptions | undefined,
    has?: string,
  ): Promise<Body>;
}

/**
 * openapi-fetch builds the requests, so that paths and parameters are checked against the contract. Sending them and
 * reading the answers is ours: it would read a body once, and take any answer for the documented one.
 */
export function createCaller(client: ReferralsClientOptions): Caller {
  const { baseUrl = serverUrl } = client;
  new URL(baseUrl);
  const send = sender(client);
  const raw = createClient<paths>({
    baseUrl,
    // A cast, because openapi-fetch only constructs it, hands it to `fetch` and reads its method.
    Request: RequestRecord as unknown as typeof Request,
    fetch: (request) => send(request as unknown as RequestRecord, (response) => response),
  });
  return {
    baseUrl,
    raw,
    send,
    async call(start, options, has = "id") {
      let body: unknown;
      await start({
        fetch: async (request) => {
          // The two casts: it is the record from above; and that the answer has the contract's shape is what `has` samples.
          body = await send(request as RequestRecord, readAnswer(has), options);
          return new Response(null, { status: 204 });
        },
      });
      return body as never;
    },
  };
}

const callers = new WeakMap<object, Caller>();

/** Keeps what a client calls with, for the functions that are given the client. */
export function register<Client extends object>(client: Client, caller: Caller): Client {
  callers.set(client, caller);
  return client;
}

/** What a client calls with. */
export function callerOf(client: object): Caller {
  const caller = callers.get(client);
  if (!caller) throw new TypeError("This is not a client from createReferralsClient.");
  return caller;
}
