import { createLogger } from "./log.ts";
import { createResponder } from "./mock/respond.ts";
import { type RunningServer, type ServerOptions, serve } from "./serve.ts";

export interface MockOptions extends ServerOptions {
  /** Makes answers up from the schemas. Default: false, the contract's examples are the answers. */
  readonly dynamic?: boolean;
  /** Makes generated bodies the same in each run. */
  readonly seed?: string;
  /** Answers 500 instead of an answer of the mock that departs from the contract. Default: false. */
  readonly errors?: boolean;
}

/**
 * Starts a mock of the referrals API. It keeps no state: what is created is not there afterwards.
 *
 * @throws the error of `node:net` when it cannot listen, for instance with `code: "EADDRINUSE"`; a `TypeError` when the
 * given document cannot be served.
 */
export async function startMock(options: MockOptions = {}): Promise<RunningServer> {
  const { dynamic = false, seed, errors = false, logLevel = "warn" } = options;
  const logger = createLogger("mock", logLevel);
  return serve(options, logger, (contract) => createResponder(contract, { dynamic, seed, errors }, logger));
}
