import { bodyOf, headersOf } from "./exchange.ts";
import type { Verifier } from "./verifier.ts";

/**
 * A `fetch` that shows every exchange to a verifier: for the tests of an integration, or a copy of its traffic.
 *
 * @param send what sends the requests; the global `fetch` by default
 */
export function observeFetch(verifier: Pick<Verifier, "observe">, send: typeof fetch = fetch): typeof fetch {
  let count = 0;
  return async (input, init) => {
    const request = new Request(input, init);
    const sent = request.body === null ? undefined : await request.clone().text();
    const startedAt = performance.now();
    const response = await send(request);
    const received = await response.clone().text();
    count += 1;
    verifier.observe({
      source: `request ${count}`,
      startedAt,
      endedAt: performance.now(),
      request: {
        method: request.method,
        url: new URL(request.url),
        headers: headersOf(request.headers),
        body: bodyOf(sent),
        isBodyKnown: true,
      },
      response: {
        status: response.status,
        headers: headersOf(response.headers),
        body: bodyOf(received),
        isBodyKnown: true,
      },
    });
    return response;
  };
}
