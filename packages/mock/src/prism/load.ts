import type { getHttpOperationsFromSpec } from "@stoplight/prism-http";

/** An operation as Prism reads it. */
export type PrismOperation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

type Reader = typeof import("@stoplight/prism-http/dist/utils/operations.js");
type Validators = typeof import("@stoplight/prism-http/dist/validator/index.js");

/** What checking needs of Prism. */
export type PrismChecks = Pick<Reader, "getHttpOperationsFromSpec"> &
  Pick<Validators, "validateInput" | "validateOutput" | "validateSecurity">;

let checks: Promise<PrismChecks> | undefined;

/**
 * Prism's reader and validators, loaded once. They come from inside the package: its main entry would also load its
 * generator, forwarder and faker's word lists, which takes twice the time and half again the memory.
 */
export function prismChecks(): Promise<PrismChecks> {
  checks ??= loadChecks();
  return checks;
}

async function loadChecks(): Promise<PrismChecks> {
  const [{ getHttpOperationsFromSpec }, { validateInput, validateOutput, validateSecurity }] =
    await Promise.all([
      import("@stoplight/prism-http/dist/utils/operations.js"),
      import("@stoplight/prism-http/dist/validator/index.js"),
    ]);
  return { getHttpOperationsFromSpec, validateInput, validateOutput, validateSecurity };
}
