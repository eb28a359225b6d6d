/**
 * Loaded before a client sample: what the sample sends to the service goes to REFERRALS_BASE_URL. The samples are run
 * as they are shown, and what is shown names no test server. Each exchange is noted on standard error.
 */
const target = process.env.REFERRALS_BASE_URL;
if (!target) throw new Error("REFERRALS_BASE_URL is not set.");

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname, search } = new URL(request.url);
  const response = await send(new Request(new URL(pathname + search, target), request));
  console.error(`${request.method} ${pathname} ${response.status}`);
  return response;
};
