import { isObject, type JsonObject } from "@partner-referrals/spec/model";

/** The role of a caller. `none`: a user without a referrals role; `app`: an app without a user. */
export type Role = "admin" | "user" | "app" | "none";

/** The claims of a token. The organization is a name or an id; without one it is the default organization. */
export interface Claims {
  readonly organization?: string;
  readonly role: Role;
  /** The e-mail address of the user, if the token has one. */
  readonly email?: string;
  /** The audience that it was issued for. */
  readonly audience?: string;
  /** From when to when it is valid, in milliseconds since 1970. */
  readonly notBefore?: number;
  readonly expires?: number;
}

/** Parses a bearer token; undefined when there is none, or a JWT that cannot be parsed. No signature is verified. */
export function parseBearerToken(authorization: string): Claims | undefined {
  const token = /^bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return undefined;
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token) && token.startsWith("ey")) return parseJwt(token);
  const [organization = "", role, ...email] = token.split(":");
  if (role === undefined || organization === "") return { role: "admin" };
  return {
    organization,
    role: toRole(role),
    ...(email.length > 0 && { email: email.join(":").toLowerCase() }),
  };
}

function parseJwt(token: string): Claims | undefined {
  const claims = decode(token.split(".")[1] ?? "");
  if (claims === undefined) return undefined;
  const organization = text(claims.tid);
  const email = text(claims.upn) ?? text(claims.preferred_username) ?? text(claims.email);
  const audience = text(claims.aud);
  const expires = seconds(claims.exp);
  const notBefore = seconds(claims.nbf);
  return {
    role: roleOf(claims),
    ...(organization !== undefined && { organization }),
    ...(email !== undefined && { email: email.toLowerCase() }),
    ...(audience !== undefined && { audience: audience.replace(/\/$/, "") }),
    ...(expires !== undefined && { expires }),
    ...(notBefore !== undefined && { notBefore }),
  };
}

/** An app alone has `idtyp: app`, or roles but no scopes. A user's role is not in a real token, so it may be left out. */
function roleOf(claims: JsonObject): Role {
  const [named] = [claims.roles ?? claims.role].flat();
  const isApp =
    claims.idtyp === "app" || (claims.scp === undefined && claims.upn === undefined && named === undefined);
  if (isApp) return "app";
  return typeof named === "string" ? toRole(named) : "admin";
}

function toRole(name: string): Role {
  switch (name.toLowerCase().replaceAll(/[^a-z]/g, "")) {
    case "admin":
    case "referralsadmin":
    case "referraladmin":
      return "admin";
    case "user":
    case "referralsuser":
    case "referraluser":
      return "user";
    case "app":
      return "app";
    default:
      return "none";
  }
}

function decode(part: string): JsonObject | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function seconds(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value * 1000 : undefined;
}
