import type { Operation } from "@partner-referrals/spec/model";

/** What a log line says of an operation: the path template, never the path that was requested, which may hold an id. */
export function operationFields({ id, method, path }: Operation): {
  operationId: string;
  method: string;
  path: string;
} {
  return { operationId: id, method: method.toUpperCase(), path };
}
