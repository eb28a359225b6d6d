import { violationError } from "@partner-referrals/server/api-error";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import { getOwn, isObject, type JsonObject } from "@partner-referrals/spec/model";
import type { PreviewReferralUpdate, ReferralCreate, ReferralState } from "@partner-referrals/types";
import { normalizeTimestamp } from "../time/timestamp.ts";
import { previewStatuses, toState } from "./status.ts";

/** What a request of the preview may set. */
export type PreviewInput = Partial<PreviewReferralUpdate>;

/** What the preview sets, in the shape of version 1.0. What was not sent is left out. */
export type V1Referral = Partial<Pick<ReferralCreate, "customerProfile" | "details" | "team">>;

/** A body with or without the wrapper `Referral`, and where its properties are. */
export function unwrap(body: unknown): { readonly input: PreviewInput; readonly pointer: string } {
  const wrapped = getOwn(body, "Referral");
  // Casts, because the body was checked against the contract.
  return wrapped === undefined
    ? { input: body as PreviewInput, pointer: "" }
    : { input: wrapped as PreviewInput, pointer: "/Referral" };
}

/** @throws an ApiError with 400 that names every value which version 1.0 has no place for. */
export function fromPreview(
  { CustomerProfile, Details, Participants }: PreviewInput,
  pointer: string,
): V1Referral {
  const violations: Violation[] = [];
  const contact = CustomerProfile?.Contacts;
  const users = [Participants?.Users ?? []].flat().map(toCamelCase).filter(isFilled);
  const v1 = omitEmpty({
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
  if (violations.length > 0) throw violationError(violations);
  return v1 as V1Referral;
}

/** The state that a status means, which the preview allows to be left out when creating. */
export function readState(status: string, pointer: string): ReferralState {
  const state = toState(status);
  if (state !== undefined) return state;
  throw violationError([
    bodyViolation(`${pointer}/Status`, "enum", `must be one of ${previewStatuses.join(", ")}`),
  ]);
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
  violations.push(bodyViolation(pointer, "type", "must be a number"));
  return undefined;
}

function toDate(value: string | undefined, pointer: string, violations: Violation[]): string | undefined {
  if (value === undefined || value === "") return undefined;
  const timestamp = normalizeTimestamp(value);
  if (timestamp === undefined) violations.push(bodyViolation(pointer, "format", "must be a date"));
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
