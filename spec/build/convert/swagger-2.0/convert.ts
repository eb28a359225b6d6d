import { entriesOf, getIn } from "../../../model/json.ts";
import { formatPointer, joinPointer } from "../../../model/pointer.ts";
import { ChangeLog, type Rule, UnsupportedError } from "../changes.ts";
import type { Converted } from "../openapi-3.0/convert.ts";
import { isNode, type Node } from "../structure.ts";
import { convertRequestBody, convertResponse, convertResponses, mediaTypesOf } from "./bodies.ts";
import { type Context, copyFields, note, resolved } from "./context.ts";
import { convertParameter } from "./parameters.ts";
import { convertSchema } from "./schema-rules.ts";
import { convertSecuritySchemes } from "./security.ts";
import { convertServer, pathsOfHost } from "./server.ts";

/** What operations and paths have in OpenAPI 3.0 only. */
const unsupportedFields: Rule = {
  name: "unsupported-fields",
  reason: "Swagger 2.0 does not have this field.",
};

const methods = ["get", "put", "post", "delete", "options", "head", "patch"];

/**
 * An OpenAPI 3.0 document as Swagger 2.0. Pointers of the changes lead into the 3.0 document.
 *
 * @throws UnsupportedError when something can neither be said in 2.0 nor be left out.
 */
export function toSwagger20(source: object): Converted {
  if (!isNode(source) || !/^3\.0\.\d+/.test(String(source.openapi)))
    throw new UnsupportedError("/openapi", "Only OpenAPI 3.0 is converted to Swagger 2.0.");
  const context: Context = { source, log: new ChangeLog() };
  const { components } = source;
  const document: Node = {
    swagger: "2.0",
    ...copyFields(source, ["info"]),
    ...convertServer(context),
    ...copyFields(source, ["security", "tags", "externalDocs"]),
    paths: Object.fromEntries(
      pathsOfHost(context).map(([path, item]) => [
        path,
        convertPathItem(context, item, formatPointer(["paths", path])),
      ]),
    ),
    ...convertSections(context, components),
    securityDefinitions: convertSecuritySchemes(context, getIn(components, "securitySchemes")),
  };
  return { document, changes: context.log.changes };
}

function convertSections(context: Context, components: unknown): Node {
  const convertAll = (kind: string, convert: (node: Node, pointer: string) => Node | undefined): Node =>
    Object.fromEntries(
      entriesOf(getIn(components, kind)).flatMap(([name, node]) => {
        const converted = isNode(node) && convert(node, formatPointer(["components", kind, name]));
        return converted ? [[name, converted]] : [];
      }),
    );
  return {
    parameters: convertAll("parameters", (node, pointer) => convertParameter(context, node, pointer)),
    responses: convertAll("responses", (node, pointer) => convertResponse(context, node, pointer)),
    definitions: convertAll("schemas", (node, pointer) => convertSchema(node, pointer, context)),
  };
}

function convertPathItem(context: Context, item: Node, pointer: string): Node {
  dropFields(context, item, pointer, ["summary", "description", "trace"]);
  const operations = methods.flatMap((method) => {
    const operation = item[method];
    return isNode(operation)
      ? [[method, convertOperation(context, operation, joinPointer(pointer, method))]]
      : [];
  });
  const parameters = convertParameters(context, item.parameters, pointer);
  return {
    ...copyFields(item, []),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...Object.fromEntries(operations),
  };
}

function convertOperation(context: Context, operation: Node, pointer: string): Node {
  dropFields(context, operation, pointer, ["callbacks"]);
  const parameters = convertParameters(context, operation.parameters, pointer);
  const { requestBody } = operation;
  if (requestBody !== undefined)
    parameters.push(convertRequestBody(context, requestBody, joinPointer(pointer, "requestBody")));
  const consumes = mediaTypesOf(resolved(context, requestBody));
  const responses = entriesOf(operation.responses).map(([, response]) => resolved(context, response));
  const produces = mediaTypesOf(...responses);
  return {
    ...copyFields(operation, [
      "operationId",
      "summary",
      "description",
      "tags",
      "deprecated",
      "security",
      "externalDocs",
    ]),
    ...(consumes.length > 0 ? { consumes } : {}),
    ...(produces.length > 0 ? { produces } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: convertResponses(context, operation.responses, joinPointer(pointer, "responses")),
  };
}

function convertParameters(context: Context, parameters: unknown, pointer: string): Node[] {
  if (!Array.isArray(parameters)) return [];
  return parameters.flatMap((parameter: unknown, index): Node[] => {
    if (!isNode(parameter)) return [];
    const converted = convertParameter(context, parameter, joinPointer(pointer, "parameters", index));
    return converted ? [converted] : [];
  });
}

function dropFields(context: Context, node: Node, pointer: string, fields: readonly string[]): void {
  const present = fields.filter((field) => Object.hasOwn(node, field));
  if (present.length > 0) note(context, unsupportedFields, "dropped", pointer, ...present);
}
