import { isJsonType } from "@partner-referrals/server/negotiate";
import { type MediaType, type Operation, type Response, responseFor } from "@partner-referrals/spec/model";

/**
 * What an operation declares for a status code: `default` is used for the errors that are not listed, or where it is the
 * only response.
 */
export function declaredResponse(operation: Operation, status: number): Response | undefined {
  const found = responseFor(operation, status);
  const isOnly = operation.responses.size === 1;
  return found?.status === "default" && status < 400 && !isOnly ? undefined : found;
}

/** The media types of a response, JSON first: it is what a client gets that does not ask. */
export function mediaTypesOf({ content }: Response): MediaType[] {
  return content.toSorted((a, b) => Number(isJsonType(b.name)) - Number(isJsonType(a.name)));
}
