/**
 * The client of openapi-fetch with the tokens, retries and hooks of this package.
 *
 * @module
 */
import { type paths, serverUrl } from "@partner-referrals/types";
import createFetchClient, { type Client } from "openapi-fetch";
import type { ReferralsClientOptions } from "./options.ts";
import { createApiError, type ResponseReader, readText } from "./transport/response.ts";
import { createTransport } from "./transport/transport.ts";

/**
 * Creates a client of openapi-fetch, typed by the contract. It is the unmodified client, so what its documentation says
 * applies, middleware included; only its `fetch` is that of this package. It returns the errors of the service and throws
 * those of the connection.
 *
 * @example
 * const client = createOpenApiFetchClient({ token: () => getAccessToken() });
 * const { data, error } = await client.GET("/v1.0/engagements/referrals", { params: { query: { $top: 10 } } });
 */
export function createOpenApiFetchClient(options: ReferralsClientOptions): Client<paths> {
  return createFetchClient<paths>({ baseUrl: options.baseUrl ?? serverUrl, fetch: createFetch(options) });
}

/**
 * Creates a `fetch` that adds the token, times out and retries, for any client that takes one. It resolves with the errors of
 * the service, as `fetch` does, and rejects with errors of this package where no response arrived.
 *
 * @throws TypeError for a request to another host than that of `baseUrl`, because the token must not go there.
 */
export function createFetch(options: ReferralsClientOptions): (request: Request) => Promise<Response> {
  const { baseUrl, send } = createTransport(options);
  return async (request) => {
    const { method, headers, signal } = request;
    const { origin, pathname: path, search: query } = new URL(request.url);
    if (origin !== baseUrl.origin)
      throw new TypeError(`The token is only sent to ${baseUrl.origin}, not to ${origin}.`);
    // Cloned, because middleware may read the request after it was sent, and a body can be read only once.
    const body = /^(GET|HEAD)$/.test(method) ? undefined : await request.clone().text();
    try {
      return await send(
        { method, url: origin + path, path, query, headers: Object.fromEntries(headers), body },
        buffer,
        { signal, clientRequestId: headers.get("client-request-id") ?? undefined },
      );
    } catch (error) {
      const response = errorResponses.get(Object(error));
      if (response) return response;
      throw error;
    }
  };
}

/** The responses that API errors stand for. */
const errorResponses = new WeakMap<object, Response>();

/** Reads the whole response, so that the timeout and the retries include its body. */
const buffer: ResponseReader<Response> = async (response, context) => {
  const { status, statusText, headers } = response;
  // Browsers hide a redirect that they do not follow behind the status code 0.
  if (status < 200) return response;
  const text = await readText(response, context);
  const buffered = new Response(text || null, { status, statusText, headers });
  if (status < 400) return buffered;
  const error = createApiError(response, text, context);
  errorResponses.set(error, buffered);
  throw error;
};
