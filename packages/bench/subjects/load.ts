/** Sends as many requests as a server can answer. */
import autocannon from "autocannon";
import { type ExampleCall, headers } from "./requests.ts";

const SECONDS = 2;
const CONNECTIONS = 10;

/** How many successful answers a second the server at `url` gives to `call`. */
export async function requestsPerSecond(url: string, { method, path, body }: ExampleCall): Promise<number> {
  const result = await autocannon({
    url: `${url}${path}`,
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    connections: CONNECTIONS,
    duration: SECONDS,
  });
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0)
    throw new Error(`${method} ${url}${path}: ${failed} requests failed; this measures nothing.`);
  return result["2xx"] / result.duration;
}
