import { type paths, serverUrl } from "@partner-referrals/types";
import type { CallOptions, ReferralsClientOptions } from "../options.ts";
import {
  type BaseUrl,
  buildRequest,
  type Input,
  type Method,
  type OperationAt,
  type Output,
  parseBaseUrl,
  type ServiceConventions,
} from "./request.ts";
import { readBody } from "./response.ts";
import { createSend, type Send } from "./send.ts";
import { createTokenProvider } from "./token.ts";

/** Sends the requests of a client. */
export interface Transport {
  readonly baseUrl: BaseUrl;
  readonly send: Send;
  /**
   * Calls an operation of the contract. The body of the response must have `requiredProperty` (default: `id`), or may be
   * absent, with 204, if `mayBeEmpty`.
   */
  call<Path extends keyof paths, M extends Method>(
    method: M,
    path: Path,
    input: Input<OperationAt<Path, M>>,
    options?: CallOptions,
    requiredProperty?: string,
    mayBeEmpty?: boolean,
  ): Promise<Output<OperationAt<Path, M>>>;
}

/** A service of Partner Center. */
export interface Service extends ServiceConventions {
  readonly serverUrl: string;
}

const referralsService: Service = { serverUrl, idHeaders: ["client-request-id"] };

/** Creates the transport of a client. */
export function createTransport(
  client: ReferralsClientOptions,
  service: Service = referralsService,
): Transport {
  const baseUrl = parseBaseUrl(client.baseUrl ?? service.serverUrl);
  const send = createSend(client, createTokenProvider(client.token, service.tokenScope), service);
  return {
    baseUrl,
    send,
    // A cast: that the body has the contract's shape is what `requiredProperty` samples.
    call: async (method, path, input, options, requiredProperty = "id", mayBeEmpty) =>
      send(
        buildRequest(baseUrl, method, path, input),
        readBody(requiredProperty, mayBeEmpty),
        options,
      ) as never,
  };
}

const transports = new WeakMap<object, Transport>();

/** Attaches its transport to a client, for the functions that are given the client. */
export function attachTransport<Client extends object>(client: Client, transport: Transport): Client {
  transports.set(client, transport);
  return client;
}

/** The transport of a client. */
export function getTransport(client: object): Transport {
  const transport = transports.get(client);
  if (!transport) throw new TypeError("This is not a client from createReferralsClient.");
  return transport;
}
