/** Sends as many requests as a server can handle. */
import autocannon from "autocannon";
import { quantile } from "../runner/statistics.ts";
import { type BenchRequest, headers } from "./requests.ts";

const defaultSeconds = 2;
const defaultConnections = 10;

export interface Load {
  /** Successful responses. */
  readonly perSecond: number;
  /** The time within which 99 of 100 got a response, in milliseconds. */
  readonly p99: number;
}

/** Sends `call` to the server at `url`, again and again. Throws when one gets an error response. */
export async function load(
  url: string,
  call: BenchRequest,
  seconds: number = defaultSeconds,
  connections: number = defaultConnections,
): Promise<Load> {
  const { method, path, body } = call;
  const run = autocannon({
    url: `${url}${path}`,
    method,
    headers: { ...headers, ...call.headers },
    ...(body === undefined ? {} : { body }),
    connections,
    duration: seconds,
  });
  // Its own percentiles are whole milliseconds.
  const times: number[] = [];
  run.on("response", (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  const result = await run;
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0 || times.length === 0)
    throw new Error(`${method} ${url}${path}: ${failed} failed of ${failed + times.length} responses.`);
  return { perSecond: result["2xx"] / result.duration, p99: quantile(times, 0.99) };
}
