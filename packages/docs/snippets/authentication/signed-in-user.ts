import type { TokenCredential } from "@partner-referrals/client";

/** Where the refresh token is kept: a secret store, as it is like a password. */
export interface SecretStore {
  read(): Promise<string>;
  write(refreshToken: string): Promise<void>;
}

/** Gets access tokens for an app and the user who signed in once. */
export function signedInUser(tenantId: string, clientId: string, store: SecretStore): TokenCredential {
  return {
    async getToken(scope) {
      const response = await fetch(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "refresh_token",
          client_id: clientId,
          refresh_token: await store.read(),
          scope: `${scope} offline_access`,
        }),
      });
      const tokens = await response.json();
      if (!response.ok) throw new Error(`Sign in again: ${tokens.error}, ${tokens.error_description}`);
      await store.write(tokens.refresh_token);
      return {
        token: tokens.access_token,
        expiresOnTimestamp: Date.now() + Number(tokens.expires_in) * 1000,
      };
    },
  };
}
