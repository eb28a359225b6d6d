import type { TokenCredential } from "@partner-referrals/client";

/** Where the refresh token is kept: a secret store, as it is worth a password. */
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
      const answer = await response.json();
      if (!response.ok) throw new Error(`Sign in again: ${answer.error}, ${answer.error_description}`);
      await store.write(answer.refresh_token);
      return {
        token: answer.access_token,
        expiresOnTimestamp: Date.now() + Number(answer.expires_in) * 1000,
      };
    },
  };
}
