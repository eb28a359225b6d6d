import type { StatePart } from "../universe-state.ts";

/** Which requests a fault is for. What is left out matches all. */
export interface FaultMatch {
  readonly operationId?: string;
  readonly method?: string;
  /** The path without the query, or the beginning of it followed by `*`. */
  readonly path?: string;
}

/** What goes wrong with the next matching requests. */
export interface Fault {
  readonly match?: FaultMatch;
  /** For how many requests. Default: 1. */
  readonly times?: number;
  /**
   * An error status such as 429, 500 or 503; `timeout`: no response at all; `disconnect`: the connection is closed; `slow`:
   * the right response, later.
   */
  readonly kind: number | "timeout" | "disconnect" | "slow";
  /** For 429 and 503: seconds in `Retry-After`. Default: 1. */
  readonly retryAfter?: number;
  /** How long the response waits, in milliseconds. Default: 0; for `slow` 1,000. */
  readonly delay?: number;
  /** Whether the request is processed before it goes wrong, as when a response gets lost. Default: false. */
  readonly afterProcessing?: boolean;
}

/** What a fault is matched with. */
interface MatchedRequest {
  readonly operationId: string | undefined;
  readonly method: string;
  readonly path: string;
}

/** The faults of a universe, used up in the order in which they were added. */
export interface Faults extends StatePart {
  add(fault: Fault): void;
  /** The next fault for a request, which is then used once more. */
  take(request: MatchedRequest): Fault | undefined;
  /** Those that are not used up, with how often they will still occur. */
  list(): Fault[];
  clear(): void;
}

export function createFaults(): Faults {
  let faults: { readonly fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    take(request) {
      if (faults.length === 0) return undefined;
      const found = faults.find(({ fault }) => matches(fault.match ?? {}, request));
      if (found === undefined) return undefined;
      found.left--;
      faults = faults.filter(({ left }) => left > 0);
      return found.fault;
    },
    list: () => faults.map(({ fault, left }) => ({ ...fault, times: left })),
    clear() {
      faults = [];
    },
    save: () => JSON.stringify(faults),
    restore(saved) {
      // A cast: `save` wrote it.
      faults = JSON.parse(saved) as typeof faults;
    },
  };
}

function matches({ operationId, method, path }: FaultMatch, request: MatchedRequest): boolean {
  if (operationId !== undefined && operationId !== request.operationId) return false;
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  if (path === undefined) return true;
  return path.endsWith("*") ? request.path.startsWith(path.slice(0, -1)) : path === request.path;
}
