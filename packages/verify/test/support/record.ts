import { bodyOf, headersOf } from "../../src/exchange.ts";
import type { Verifier } from "../../src/index.ts";

interface Recorded {
  readonly status: number;
  readonly json: unknown;
  readonly headers: Headers;
}

/** A `fetch` below one base URL that shows every exchange to a verifier. */
export function recordingFetch(baseUrl: string, verifier: Verifier) {
  let count = 0;
  return async (
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<Recorded> => {
    const url = new URL(path, baseUrl);
    const response = await fetch(url, init);
    const body = bodyOf(await response.text());
    count += 1;
    verifier.observe({
      source: `request ${count}`,
      request: {
        method: init.method ?? "GET",
        url,
        headers: headersOf(Object.entries(init.headers ?? {})),
        body: bodyOf(init.body),
        isBodyKnown: true,
      },
      response: { status: response.status, headers: headersOf(response.headers), body, isBodyKnown: true },
    });
    return { status: response.status, json: body?.json, headers: response.headers };
  };
}
