import type { PreviewReferralUpdate, ReferralCreate, ReferralState } from "@partner-referrals/types";
import { inBody, type Violation } from "../contract/violations.ts";
import { violationFailure } from "../http/failure.ts";
import { isObject, type JsonObject, member } from "../json.ts";
import { normalizeTimestamp } from "../time/clock.ts";
import { knownStatuses, toState } from "./status.ts";

/** What a request of the preview may set, bare or taken out of its wrapper. */
export type PreviewInput = Partial<PreviewReferralUpdate>;

/** What the preview sets, in the shape of version 1.0. What was not sent is left out. */
export type Translated = Partial<Pick<ReferralCreate, "customerProfile" | "details" | "team">>;

/** A body with or without the wrapper `Referral`, and where its properties are. */
export function unwrap(body: unknown): { readonly input: PreviewInput; readonly pointer: string } {
  const wrapped = member(body, "Referral");
  // Casts, because the body was checked against the contract.
  return wrapped === undefined
    ? { input: body as PreviewInput, pointer: "" }
    : { input: wrapped as PreviewInput, pointer: "/Referral" };
}

/** @throws a failure with 400 that names every value which version 1.0 has no place for. */
export function translate(
  { CustomerProfile, Details, Participants }: PreviewInput,
  pointer: string,
): Translated {
  const violations: Violation[] = [];
  const contact = CustomerProfile?.Contacts;
  const users = [Participants?.Users ?? []].flat().map(toCamelCase).filter(isFilled);
  const translated = omitEmpty({
    customerProfile:
      CustomerProfile &&
      omitEmpty({
        name: CustomerProfile.Name,
        address: CustomerProfile.Address && omitEmpty(toCamelCase(CustomerProfile.Address)),
        size: CustomerProfile.Size,
        team: contact && [toCamelCase(contact)].filter(isFilled),
      }),
    details:
      Details &&
      omitEmpty({
        notes: Details.Notes,
        dealValue: toNumber(Details.DealValue, `${pointer}/Details/DealValue`, violations),
        closingDateTime: toDate(Details.ClosingDate, `${pointer}/Details/ClosingDate`, violations),
        requirements: Details.Requirements && toRequirements({ ...Details.Requirements }),
      }),
    team: users.length > 0 ? users : undefined,
  });
  if (violations.length > 0) throw violationFailure(violations);
  return translated as Translated;
}

/** The state that a status means, which the preview allows to be left out when creating. */
export function stateOf(status: string, pointer: string): ReferralState {
  const state = toState(status);
  if (state !== undefined) return state;
  throw violationFailure([inBody(`${pointer}/Status`, "enum", `must be one of ${knownStatuses.join(", ")}`)]);
}

function toRequirements({ IndustryFocus, Products, ServiceTypes, Solutions }: JsonObject): JsonObject {
  const tags = (value: unknown) => (Array.isArray(value) ? value : undefined);
  return omitEmpty({
    industries: tags(IndustryFocus),
    products: tags(Products),
    services: tags(ServiceTypes),
    solutions: tags(Solutions)?.map((solution) => ({ ...solution, type: "Category" })),
  });
}

/** The sample sends empty strings for what is not known. */
function toNumber(value: unknown, pointer: string, violations: Violation[]): number | undefined {
  if (value === undefined || value === "") return undefined;
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  violations.push(inBody(pointer, "type", "must be a number"));
  return undefined;
}

function toDate(value: string | undefined, pointer: string, violations: Violation[]): string | undefined {
  if (value === undefined || value === "") return undefined;
  const timestamp = normalizeTimestamp(value);
  if (timestamp === undefined) violations.push(inBody(pointer, "format", "must be a date"));
  return timestamp?.replace(/\.0+Z$/, "Z");
}

function toCamelCase(value: object): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), inner]),
  );
}

function isFilled(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function omitEmpty(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== ""));
}
