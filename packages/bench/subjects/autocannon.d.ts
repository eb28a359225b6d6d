/** The little that we use of autocannon, which brings no types. */
declare module "autocannon" {
  interface Options {
    url: string;
    method: string;
    headers: Record<string, string>;
    body?: string;
    connections: number;
    /** Seconds. */
    duration: number;
  }
  interface Result {
    errors: number;
    timeouts: number;
    non2xx: number;
    "2xx": number;
    /** Seconds. */
    duration: number;
  }
  type OnResponse = (client: unknown, status: number, bytes: number, milliseconds: number) => void;
  interface Run extends PromiseLike<Result> {
    on(event: "response", listener: OnResponse): void;
  }
  export default function autocannon(options: Options): Run;
}
