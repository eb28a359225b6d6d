import { entriesOf, getIn, isObject, itemsIn } from "@partner-referrals/spec/model";
import { bodyOf, type Exchange, headersOf, type Message } from "../exchange.ts";

/** An entry of a HAR file that has not what every entry needs. */
export class HarEntryError extends Error {
  override readonly name = "HarEntryError";
}

/**
 * An exchange from an entry of a HAR file (version 1.2), as browsers and proxies write it. Undefined for a request that
 * got no response, such as one that was blocked.
 *
 * @throws HarEntryError when it is not an entry.
 */
export function exchangeFromEntry(entry: unknown, source: string): Exchange | undefined {
  const method = getIn(entry, "request", "method");
  const address = getIn(entry, "request", "url");
  const status = getIn(entry, "response", "status");
  if (typeof method !== "string" || typeof address !== "string" || typeof status !== "number")
    throw new HarEntryError(
      `${source} is not a HAR entry: it needs request.method, request.url and response.status.`,
    );
  if (status === 0 || !URL.canParse(address)) return undefined;
  const sent = getIn(entry, "request", "postData", "text");
  const startedAt = Date.parse(String(getIn(entry, "startedDateTime")));
  const duration = Number(getIn(entry, "time"));
  return {
    source,
    // Times have no fractions of a millisecond: one request after the other does not overlap.
    ...(startedAt >= 0 && duration >= 0 && { startedAt, endedAt: Math.floor(startedAt + duration) }),
    request: {
      method: method.toUpperCase(),
      url: new URL(address),
      ...messageOf(getIn(entry, "request", "headers"), sent, getIn(entry, "request", "bodySize")),
    },
    response: {
      status,
      ...messageOf(
        getIn(entry, "response", "headers"),
        contentText(entry),
        getIn(entry, "response", "content", "size"),
      ),
    },
  };
}

function messageOf(headers: unknown, text: unknown, size: unknown): Message {
  const isThere = typeof text === "string";
  return {
    headers: headersOf(headerPairs(headers)),
    body: bodyOf(isThere ? text : undefined),
    isBodyKnown: isThere || !(typeof size === "number" && size > 0),
  };
}

/** HAR has a list of names and values. Some tools write an object. */
function headerPairs(headers: unknown): [string, string][] {
  if (isObject(headers)) return entriesOf(headers).map(([name, value]) => [name, String(value)]);
  return itemsIn(headers).flatMap((header): [string, string][] => {
    const [name, value] = [getIn(header, "name"), getIn(header, "value")];
    return typeof name === "string" && typeof value === "string" ? [[name, value]] : [];
  });
}

function contentText(entry: unknown): unknown {
  const text = getIn(entry, "response", "content", "text");
  if (typeof text !== "string" || getIn(entry, "response", "content", "encoding") !== "base64") return text;
  return Buffer.from(text, "base64").toString("utf8");
}
