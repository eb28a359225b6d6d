/**
 * Loaded before a sample: what it sends to the service goes to REFERRALS_BASE_URL instead, with the texts of REPLACE
 * (a JSON object) in the place of the contract's examples. The samples are run as they are shown, and what is shown
 * names no test server. Each exchange is noted on standard error.
 */
const target = process.env.REFERRALS_BASE_URL;
if (!target) throw new Error("REFERRALS_BASE_URL is not set.");
const texts: Record<string, string> = JSON.parse(process.env.REPLACE ?? "{}");

const replace = (text: string): string =>
  Object.entries(texts).reduce((result, [from, to]) => result.replaceAll(from, to), text);

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname, search } = new URL(request.url);
  const headers = [...request.headers].map(([name, value]): [string, string] => [name, replace(value)]);
  const body = await request.text();
  const response = await send(new URL(replace(pathname + search), target), {
    method: request.method,
    headers,
    ...(body ? { body: replace(body) } : {}),
  });
  console.error(`${request.method} ${pathname} ${response.status}`);
  return response;
};
