import { tokenScope } from "@partner-referrals/types";
import { ReferralsError } from "./errors/referrals-error.ts";
import type { AccessToken, TokenSource } from "./options.ts";

/** How long before its end a token is no longer used, in milliseconds. */
const margin = 120_000;

/** Gets the token for a request that `signal` ends. `rejected` is a token that the service just refused. */
export type GetToken = (signal: AbortSignal, rejected?: string) => Promise<string>;

/**
 * Tokens of a credential are kept until shortly before they end. However many calls wait for a new one, it is asked for
 * once.
 */
export function tokens(source: TokenSource): GetToken {
  let kept: AccessToken | null | undefined;
  let pending: Promise<AccessToken | null> | undefined;
  return async (signal, rejected) => {
    try {
      if (typeof source === "string") return source;
      if (typeof source === "function") return await source();
      if (!kept || kept.token === rejected || kept.expiresOnTimestamp - margin < Date.now()) {
        pending ??= source.getToken(tokenScope);
        const forget = () => {
          pending = undefined;
        };
        // A refresh that outlasts a call may never end; the next call starts another.
        signal.addEventListener("abort", forget);
        pending.then(forget, forget);
        kept = await pending;
      }
      if (kept) return kept.token;
      throw new TypeError("The credential has none.");
    } catch (cause) {
      throw new ReferralsError("There is no access token.", { cause });
    }
  };
}
