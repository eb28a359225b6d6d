/** The contract as a Postman collection whose requests work against the sandbox as they are, in their order. */
import {
  componentNamed,
  examplesOf,
  getIn,
  isObject,
  itemsIn,
  type JsonObject,
  listOperations,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  requestExample,
} from "@partner-referrals/spec/model";

/** @see https://schema.getpostman.com/json/collection/v2.1.0/docs/index.html */
const schemaUrl = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
/** Where Entra ID sends the browser back to; Postman's own page, to be added to the app registration. */
const callbackUrl = "https://oauth.pstmn.io/v1/callback";
const sandboxUrl = "http://127.0.0.1:4020";

/** A referral is updated before it is replaced, which closes it. */
const methodOrder = ["post", "patch", "put"];

interface PostmanRequest {
  readonly name: string;
  readonly request: JsonObject;
  readonly event?: readonly JsonObject[];
}

export function postmanCollection(document: OpenApiDocument): JsonObject {
  const operations = listOperations(document);
  const folders = itemsIn(document.tags).flatMap((tag): JsonObject[] => {
    const name = String(getIn(tag, "name"));
    const own = operations.filter(({ tags }) => tags[0] === name).sort(compareOperations);
    if (own.length === 0) return [];
    return [
      {
        name,
        description: markdown(String(getIn(tag, "description") ?? "")),
        auth: oauth(document, own[0]),
        item: own.map((operation) => requestItem(document, operation)),
      },
    ];
  });
  return {
    info: {
      name: document.info.title,
      schema: schemaUrl,
      description: markdown(
        [
          `Start the sandbox with \`npx @partner-referrals/sandbox\`, and send the requests of a folder from top to bottom.`,
          `For production, set \`baseUrl\` to the server of the contract, \`clientId\` and \`tenant\` to those of your app, add`,
          `\`${callbackUrl}\` to its redirect URIs, and get a new access token in the authorization of the folder.`,
        ].join(" "),
      ),
    },
    variable: Object.entries({
      baseUrl: sandboxUrl,
      token: "Proseware:admin",
      tenant: "common",
      clientId: "",
      webhookUrl: "http://127.0.0.1:8080/events",
      referralId: "",
      eTag: "",
      correlationId: "",
    }).map(([key, value]) => ({ key, value })),
    item: folders,
  };
}

/** Creations come first, as what follows needs their ids; what closes a referral comes last. */
function compareOperations(a: Operation, b: Operation): number {
  return rankOf(a) - rankOf(b) || a.path.length - b.path.length;
}

function rankOf({ method, path, requestBody }: Operation): number {
  const creates = method === "post" && requestBody !== undefined && !path.includes("{");
  if (creates) return 0;
  if (method === "get") return path.includes("{correlationId}") ? 3 : 1;
  return 2 + 2 * methodOrder.indexOf(method);
}

function requestItem(document: JsonObject, operation: Operation): PostmanRequest {
  const { method, path, id, summary = id, description = "", parameters } = operation;
  const body = requestExample(document, operation);
  const query = parameters.filter((parameter) => parameter.in === "query");
  const headers = parameters.filter((parameter) => parameter.in === "header");
  const segments = path
    .slice(1)
    .split("/")
    .map((segment) => segment.replace(/^\{(\w+)\}$/, "{{$1}}"));
  return {
    name: summary,
    request: {
      method: method.toUpperCase(),
      description: markdown(description),
      url: {
        raw: `{{baseUrl}}/${segments.join("/")}`,
        host: ["{{baseUrl}}"],
        path: segments,
        // Options contradict one another: the reader switches on what they need.
        query: query.map((parameter) => ({ ...field(document, parameter), disabled: true })),
      },
      header: [
        ...headers.map((parameter) => ({
          ...field(document, parameter),
          ...(isSent(parameter) ? {} : { disabled: true }),
        })),
        ...(body ? [{ key: "Content-Type", value: body.mediaType }] : []),
      ],
      ...(body
        ? { body: { mode: "raw", raw: bodyText(body.value), options: { raw: { language: "json" } } } }
        : {}),
    },
    event: [{ listen: "test", script: { type: "text/javascript", exec: rememberIds } }],
  };
}

/** What the following requests need of a response. */
const rememberIds: readonly string[] = [
  "const body = pm.response.text() ? pm.response.json() : {};",
  'if (pm.request.method === "POST" && body.id) pm.collectionVariables.set("referralId", body.id);',
  'if (body.correlationId) pm.collectionVariables.set("correlationId", body.correlationId);',
  'const eTag = pm.response.headers.get("ETag") || body.eTag;',
  'if (eTag) pm.collectionVariables.set("eTag", eTag);',
];

/** The ETag and an id of its own for each request; all else is up to the reader. */
function isSent({ name, required }: Parameter): boolean {
  return required || name in variableHeaders;
}

const variableHeaders: Readonly<Record<string, string>> = {
  "If-Match": "{{eTag}}",
  // So that the response has the new ETag.
  Prefer: "return=representation",
  "client-request-id": "{{$guid}}",
  "MS-RequestId": "{{$guid}}",
  "MS-CorrelationId": "{{$guid}}",
};

function field(document: JsonObject, parameter: Parameter): JsonObject {
  const [example] = examplesOf(document, parameter);
  const value = variableHeaders[parameter.name] ?? example?.value ?? "";
  return {
    key: parameter.name,
    value: String(value),
    description: markdown(parameter.description ?? ""),
  };
}

/** The example, about the referral and the URL of the reader. */
function bodyText(value: unknown): string {
  const variables: Readonly<Record<string, string>> = { WebhookUrl: "{{webhookUrl}}", Id: "{{referralId}}" };
  const fill = (name: string, part: unknown) =>
    typeof part === "string" && variables[name] !== undefined ? variables[name] : part;
  return JSON.stringify(value, fill, 2);
}

/** Authorization code with PKCE. The token of the sandbox is in use until the reader gets another one. */
function oauth(document: JsonObject, operation: Operation | undefined): JsonObject {
  const names = (operation?.security ?? []).flatMap((requirement) => Object.keys(requirement));
  const flows = names.map((name) =>
    getIn(componentNamed(document, "securitySchemes", name), "flows", "authorizationCode"),
  );
  const flow = flows.find(isObject) ?? {};
  const forTenant = (url: unknown) => String(url).replace("/common/", "/{{tenant}}/");
  const scopes = isObject(flow.scopes) ? Object.keys(flow.scopes) : [];
  const settings = {
    accessToken: "{{token}}",
    addTokenTo: "header",
    headerPrefix: "Bearer",
    grant_type: "authorization_code_with_pkce",
    challengeAlgorithm: "S256",
    authUrl: forTenant(flow.authorizationUrl),
    accessTokenUrl: forTenant(flow.tokenUrl),
    redirect_uri: callbackUrl,
    clientId: "{{clientId}}",
    client_authentication: "body",
    scope: [...scopes, "offline_access"].join(" "),
  };
  return {
    type: "oauth2",
    oauth2: Object.entries(settings).map(([key, value]) => ({ key, value, type: "string" })),
  };
}

function markdown(content: string): JsonObject {
  return { content: content.trim(), type: "text/markdown" };
}
