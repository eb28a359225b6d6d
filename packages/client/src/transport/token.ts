import { tokenScope } from "@partner-referrals/types";
import { ReferralsTokenError } from "../errors.ts";
import type { AccessToken, TokenSource } from "../options.ts";

/** How long before it expires a token is no longer used, in milliseconds. */
const expiryBufferMs = 120_000;

/** Gets the token for a request that `signal` aborts. `rejectedToken` is one that the service has just rejected. */
export type TokenProvider = (signal: AbortSignal, rejectedToken?: string) => Promise<string>;

/**
 * Caches the tokens of a credential until shortly before they expire. However many calls wait for a new one, the credential
 * is asked once.
 */
export function createTokenProvider(source: TokenSource, scope: string = tokenScope): TokenProvider {
  let cached: AccessToken | null | undefined;
  let pending: Promise<AccessToken | null> | undefined;
  return async (signal, rejectedToken) => {
    let token: unknown = source;
    try {
      if (typeof source === "function") token = await source();
      else if (typeof source === "object") {
        if (
          !cached ||
          cached.token === rejectedToken ||
          cached.expiresOnTimestamp - expiryBufferMs < Date.now()
        ) {
          pending ??= source.getToken(scope);
          const refresh = pending;
          const clearPending = () => {
            if (pending === refresh) pending = undefined;
          };
          // A refresh that outlasts a call may never end; the next call starts another.
          signal.addEventListener("abort", clearPending);
          refresh.then(clearPending, clearPending);
          cached = await refresh;
        }
        token = cached?.token;
      }
    } catch (cause) {
      throw new ReferralsTokenError("No access token: its source failed.", { cause });
    }
    // Anything else does not fit into a header, or stands for a variable that is not set.
    if (typeof token === "string" && /^[!-~]+$/.test(token)) return token;
    const what = token ? "what a header cannot hold" : JSON.stringify(token);
    throw new ReferralsTokenError(`No access token: its source gave ${what}.`);
  };
}
