/** Makes the shortest useful request for the welcome text from the contract's own example. */
import type { JsonObject, MediaType } from "@partner-referrals/spec/model";

/** A request that creates a referral. */
export interface ReferralRequest {
  readonly method: string;
  readonly path: string;
  readonly mediaType: string;
  readonly body: unknown;
}

/** The reader of the contract, which exists only after the build. */
type Model = typeof import("@partner-referrals/spec/model");

/**
 * The first request example of `createReferral`, cut down to what its schema requires. A required object of which
 * nothing is required keeps its plain values, so that the request still says something.
 */
export async function shortReferralRequest(document: JsonObject): Promise<ReferralRequest> {
  const model = await import("@partner-referrals/spec/model");
  const operation = model.operationNamed(document, "createReferral");
  const example = model.requestExample(document, operation);
  const media = operation.requestBody?.content.find(({ name }) => name === example?.mediaType);
  if (!example || !media) throw new Error("createReferral takes no body in this contract.");
  return {
    method: operation.method.toUpperCase(),
    path: operation.path,
    mediaType: example.mediaType,
    body: shorten(model, document, example.value, schemaOf(media)),
  };
}

function schemaOf({ node }: MediaType): unknown {
  return node.schema;
}

/** Keeps of `value` what the schema requires. */
function shorten(model: Model, document: JsonObject, value: unknown, schema: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => shorten(model, document, item, model.itemsOf(document, schema)));
  }
  if (!model.isObject(value)) return value;
  const properties = model.propertiesOf(document, schema);
  const isRequired = (name: string) => properties.get(name)?.required === true;
  const requiresAny = [...properties.values()].some(({ required }) => required);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, child]) => (requiresAny ? isRequired(name) : isPlain(child)))
      .map(([name, child]) => [name, shorten(model, document, child, properties.get(name)?.node)]),
  );
}

function isPlain(value: unknown): boolean {
  return value !== null && typeof value !== "object";
}
