import type { PreparedOperation } from "./prepare.ts";

/** What Prism generates from the schemas of a response. */
export interface GeneratedResponse {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface GenerateOptions {
  readonly status: number;
  readonly mediaType: string | undefined;
  readonly dynamic: boolean;
  readonly seed: string | undefined;
}

// Prism's generator comes with faker's word lists: a tenth of a second and some 40 MB, for those who use it.
async function loadGenerator() {
  const [{ default: mocker }, { createLogger }] = await Promise.all([
    import("@stoplight/prism-http/dist/mocker/index.js"),
    import("@stoplight/prism-core"),
  ]);
  // Prism's own log would hold the bodies.
  const silent = createLogger("prism", { level: "silent" });
  return { mock: mocker.default, reset: mocker.resetJSONSchemaGenerator, silent };
}

let generator: ReturnType<typeof loadGenerator> | undefined;

/**
 * Has Prism generate a response from its schemas.
 *
 * @throws when it cannot, for instance because a schema is too large for it.
 */
export async function generate(
  { operation: { method, path }, prism }: PreparedOperation,
  { status, mediaType, dynamic, seed }: GenerateOptions,
): Promise<GeneratedResponse> {
  generator ??= loadGenerator();
  const { mock, reset, silent } = await generator;
  // A seed, once set, stays set in Prism.
  if (dynamic && !seed) reset();
  const generated = mock({
    resource: prism,
    input: { data: { method, url: { path }, headers: {} }, validations: [] },
    config: {
      code: status,
      dynamic,
      ...(mediaType !== undefined && { mediaTypes: [mediaType] }),
      ...(seed !== undefined && { seed }),
    },
  })(silent);
  if (generated._tag === "Left") throw generated.left;
  const { headers = {}, body } = generated.right;
  return { headers, body };
}
