/** A request as a program sent it, and the status of its response. */
export interface Exchange {
  /** `GET https://…/referrals`, without the query. */
  readonly request: string;
  readonly status: string;
}

/**
 * A `fetch` for code that is run as readers see it: `replace` puts what a test has in the place of the contract's examples
 * and of the service's address.
 */
export function redirectedFetch(replace: (text: string) => string, exchanges: Exchange[]): typeof fetch {
  const send = globalThis.fetch;
  return async (input, init) => {
    const request = new Request(input, init);
    const headers = [...request.headers].map(([name, value]): [string, string] => [name, replace(value)]);
    const body = await request.text();
    const response = await send(replace(request.url), {
      method: request.method,
      headers,
      ...(body ? { body: replace(body) } : {}),
    });
    const { origin, pathname } = new URL(request.url);
    exchanges.push({ request: `${request.method} ${origin}${pathname}`, status: String(response.status) });
    return response;
  };
}
