import type { SchemaError } from "@partner-referrals/server/violations";
import type { getHttpOperationsFromSpec } from "@stoplight/prism-http";

/** An operation as Prism reads it. */
export type PrismOperation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

type Reader = typeof import("@stoplight/prism-http/dist/utils/operations.js");
type Validators = typeof import("@stoplight/prism-http/dist/validator/index.js");

/** What validation needs of Prism. */
export type PrismValidators = Pick<Reader, "getHttpOperationsFromSpec"> &
  Pick<Validators, "validateInput" | "validateOutput" | "validateSecurity">;

let validators: Promise<PrismValidators> | undefined;

/**
 * Prism's reader and validators, loaded once. They come from inside the package: its main entry would also load its
 * generator, forwarder and faker's word lists, which takes twice the time and half again the memory.
 */
export function loadValidators(): Promise<PrismValidators> {
  validators ??= importValidators();
  return validators;
}

async function importValidators(): Promise<PrismValidators> {
  const [
    { getHttpOperationsFromSpec },
    { validateInput, validateOutput, validateSecurity },
    { default: converter },
  ] = await Promise.all([
    import("@stoplight/prism-http/dist/utils/operations.js"),
    import("@stoplight/prism-http/dist/validator/index.js"),
    import("@stoplight/prism-http/dist/validator/validators/utils.js"),
  ]);
  // A cast: the module's exports are declared constant, and with the types of the library that Prism is written in.
  keepErrors(converter as unknown as Converter);
  return { getHttpOperationsFromSpec, validateInput, validateOutput, validateSecurity };
}

/** A diagnostic of Prism. `error` is there when it comes from Ajv. */
export interface Diagnostic {
  readonly path?: readonly (string | number)[];
  readonly code?: string | number;
  readonly message: string;
  /** 0 is an error, anything else a warning. */
  readonly severity: number;
  readonly error?: SchemaError;
}

/** The module of Prism that turns Ajv's errors into diagnostics. */
interface Converter {
  convertAjvErrors(errors: readonly SchemaError[], ...context: readonly unknown[]): Diagnostic[];
}

/** How many of Ajv's errors are reported. */
const maxErrors = 500;

/**
 * Prism turns Ajv's errors into sentences and drops their parameters. This has each diagnostic keep its error, so that
 * nobody has to parse the sentence.
 */
function keepErrors(converter: Converter): void {
  const convert = converter.convertAjvErrors;
  converter.convertAjvErrors = (errors, ...context) => {
    const first = errors.slice(0, maxErrors);
    const diagnostics = convert(first, ...context);
    return first.flatMap((error, index) => {
      const diagnostic = diagnostics[index];
      return diagnostic === undefined ? [] : [{ ...diagnostic, error }];
    });
  };
}
