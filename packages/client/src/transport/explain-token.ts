import { tokenScope } from "@partner-referrals/types";

/**
 * Looks into an access token of Microsoft Entra for the usual reasons why a service rejects it, and returns a sentence for
 * each. Empty if nothing is known to be wrong. The token is decoded, not verified, and not part of what is returned.
 *
 * @param scope what the token was requested for. Default: the referrals API; `webhookTokenScope` for the registration.
 * @example
 * for (const reason of explainToken(await getAccessToken())) console.error(reason);
 */
export function explainToken(token: string, scope: string = tokenScope): string[] {
  const claims = decode(token);
  if (!claims) return ["The token is not a JWT of Microsoft Entra."];
  const { aud, exp, scp, idtyp, roles, amr } = claims;
  const audience = scope.replace("/.default", "");
  const expiry = new Date(Number(exp) * 1000);
  const reasons = [
    !`${aud}`.startsWith(audience) &&
      `The token's audience (aud) is ${aud}, not ${audience}: request ${scope}.`,
    expiry < new Date() && `The token expired ${expiry.toISOString()} (exp).`,
    !scp &&
      (roles || idtyp === "app"
        ? "The token is of an app alone (no scp); this API needs a signed-in user."
        : "The token has no permission (scp): add one to the app."),
    scp && amr && !`${amr}`.includes("mfa") && "The user signed in without multifactor authentication (amr).",
  ];
  return reasons.filter((reason) => typeof reason === "string");
}

/** The claims of a JWT. */
function decode(token: string): Record<string, unknown> | undefined {
  try {
    // Only the text of names is garbled without decoding UTF-8, and they are not looked at.
    return JSON.parse(atob(String(token.split(".")[1]).replace(/-/g, "+").replace(/_/g, "/")));
  } catch {
    return undefined;
  }
}
