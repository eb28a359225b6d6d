import { at, isObject } from "../json.ts";
import { STATUS_CODES } from "../status-codes.ts";
import { document, resolve } from "./document.ts";

/** An error as the contract shows it. */
export interface ErrorExample {
  readonly code: string;
  readonly message?: string;
  readonly target?: string;
}

const known = new Map<number, ErrorExample>();

/** The error that the contract shows for a status. For a status that it does not name: the code of that kind of error. */
export function errorExample(status: number): ErrorExample {
  const found = known.get(status) ?? findExample(status);
  known.set(status, found);
  return found;
}

function findExample(status: number): ErrorExample {
  const name = (STATUS_CODES[status] ?? "").replaceAll(/[ -]/g, "");
  const error = firstExample(at(document, "components", "responses", name), "error");
  if (!isObject(error)) {
    const general = status < 500 ? 400 : 500;
    if (status === general) throw new TypeError(`The contract shows no error for ${status}.`);
    return { code: errorExample(general).code };
  }
  return {
    code: String(error.code),
    message: String(error.message),
    ...(typeof error.target === "string" && { target: error.target }),
  };
}

/** A member of the first example of a body, request or response. */
export function firstExample(body: unknown, ...path: readonly string[]): unknown {
  const [media] = Object.values(resolve(resolve(body).content));
  const [example] = Object.values(resolve(resolve(media).examples));
  return at(example, "value", ...path);
}
