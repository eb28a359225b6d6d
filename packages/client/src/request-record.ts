/**
 * What openapi-fetch takes for a `Request`: it only keeps what it is given.
 *
 * The body of a real `Request` can be read once, so it could not be sent again; and building one costs more than the rest
 * of a call.
 */
export class RequestRecord {
  declare readonly url: string;
  declare readonly method: string;
  declare readonly headers: Headers;
  declare readonly body: string | undefined;

  constructor(url: string, init: object) {
    Object.assign(this, init, { url });
  }
}
