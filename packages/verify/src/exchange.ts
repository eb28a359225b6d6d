/** One request and its response, wherever it was recorded. */
export interface Exchange {
  /** Where it stands in its source, for a person: `entry 17`. */
  readonly source: string;
  /** When the request was sent and the response was there, in milliseconds of one clock. Without, exchanges do not overlap. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly request: Message & { readonly method: string; readonly url: URL };
  readonly response: Message & { readonly status: number };
}

/** Whether an exchange began before an earlier one, which ended then, was over: nobody knows which came first. */
export function overlaps({ startedAt }: Exchange, endedAt: number | undefined): boolean {
  return startedAt !== undefined && endedAt !== undefined && startedAt < endedAt;
}

export interface Message {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Undefined when the message has none, and when it was not recorded. */
  readonly body: Body | undefined;
  /** False when there was a body that was not recorded. */
  readonly isBodyKnown: boolean;
}

/** A body as text, and as JSON where it is that. */
export interface Body {
  readonly text: string;
  readonly json: unknown;
  readonly isJson: boolean;
}

/** Header names in lower case; a name that occurs twice has its values joined, as HTTP says. */
export function headersOf(entries: Iterable<readonly [string, string]>): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of entries) {
    const key = name.toLowerCase();
    const earlier = headers.get(key);
    headers.set(key, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}

/** A body from its text. Undefined for an empty one. */
export function bodyOf(text: string | undefined): Body | undefined {
  if (text === undefined || text === "") return undefined;
  try {
    return { text, json: JSON.parse(text), isJson: true };
  } catch {
    return { text, json: undefined, isJson: false };
  }
}
