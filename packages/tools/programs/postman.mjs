/** Sends the requests of a Postman collection, with variables, query and headers set as a user would set them. */
import { readFileSync } from "node:fs";

const [requestsFile, inputFile] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(requestsFile, "utf8"));
const input = JSON.parse(readFileSync(inputFile, "utf8"));
const seen = {};
let id = "";
let eTag = "";

async function send(name, { path = {}, query = {}, headers = {}, body } = {}) {
  const { request } = requests.find((one) => one.name === name);
  const segments = request.url.path.map((segment) =>
    segment.startsWith(":") ? path[segment.slice(1)] : segment,
  );
  const known = request.url.query.map(({ key }) => key);
  const url = new URL(`${input.baseUrl}/${segments.map(encodeURIComponent).join("/")}`);
  for (const [key, value] of Object.entries(query)) {
    if (!known.includes(key)) throw new Error(`The collection has no query parameter ${key}.`);
    url.searchParams.set(key, value);
  }
  const knownHeaders = request.header.map(({ key }) => key);
  const sent = { Authorization: `Bearer ${input.token}` };
  if (knownHeaders.includes("Content-Type")) sent["Content-Type"] = "application/json";
  for (const [key, value] of Object.entries(headers)) {
    if (!knownHeaders.includes(key)) throw new Error(`The collection has no header ${key}.`);
    sent[key] = value;
  }
  const response = await fetch(url, {
    method: request.method,
    headers: sent,
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, data: text ? JSON.parse(text) : undefined };
}

const steps = {
  async create() {
    const { data } = await send("Create a referral", { body: input.create });
    ({ id, eTag } = data);
    return { name: data.customerProfile.name };
  },
  async get() {
    const { data } = await send("Get a referral", { path: { referralId: id } });
    return { name: data.customerProfile.name };
  },
  async list() {
    const query = { $filter: input.filter, $top: input.top, $count: true };
    const { data } = await send("List referrals", { query });
    return { length: data.value.length, count: data["@odata.count"] };
  },
  async patch() {
    const headers = { "If-Match": eTag, Prefer: input.prefer };
    const { data } = await send("Update a referral", {
      path: { referralId: id },
      headers,
      body: input.patch,
    });
    return { value: data.details.dealValue };
  },
  async patchWithoutBody() {
    const { data } = await send("Get a referral", { path: { referralId: id } });
    const headers = { "If-Match": data.eTag };
    await send("Update a referral", { path: { referralId: id }, headers, body: input.patch });
    return {};
  },
  async error() {
    const { status, data } = await send("Get a referral", { path: { referralId: input.unknownId } });
    return { status, code: data.error.code };
  },
};

for (const [name, step] of Object.entries(steps)) {
  try {
    seen[name] = await step();
  } catch (error) {
    seen[name] = { failed: String(error) };
  }
}
console.log(JSON.stringify(seen));
