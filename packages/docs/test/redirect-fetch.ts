/**
 * Loaded before a sample: in what it sends, the texts of REPLACE (a JSON object) take the place of the contract's
 * examples and of the service's address. The samples are run as they are shown. Each request is logged on standard error.
 */
const texts: Record<string, string> = JSON.parse(process.env.REPLACE ?? "{}");

const replace = (text: string): string =>
  Object.entries(texts).reduce((result, [from, to]) => result.replaceAll(from, to), text);

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const headers = [...request.headers].map(([name, value]): [string, string] => [name, replace(value)]);
  const body = await request.text();
  const response = await send(replace(request.url), {
    method: request.method,
    headers,
    ...(body ? { body: replace(body) } : {}),
  });
  console.error(`${request.method} ${new URL(request.url).pathname} ${response.status}`);
  return response;
};
