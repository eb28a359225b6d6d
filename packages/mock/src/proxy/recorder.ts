import type { IncomingMessage } from "node:http";
import { openHar } from "@partner-referrals/server/har";
import { contract } from "@partner-referrals/spec/model";
import type { Target } from "../target.ts";
import type { UpstreamResponse } from "./forward.ts";

/** Writes down what passes through the proxy, redacted. */
export interface Recorder {
  record(
    startedAt: Date,
    request: IncomingMessage,
    target: Target,
    body: Buffer | undefined,
    response: UpstreamResponse,
  ): void;
  close(): void;
}

/** @throws the error of `node:fs` when the file cannot be written. */
export function createRecorder(file: string): Recorder {
  const har = openHar(file, contract, { name: "partner-referrals-mock", version: contract.info.version });
  return {
    record(startedAt, request, target, body, response) {
      har.add({
        startedAt,
        durationMs: Date.now() - startedAt.getTime(),
        request: {
          method: request.method ?? "GET",
          // The host is none of the file's business.
          url: new URL(target.raw, "https://upstream.example"),
          headers: Object.entries(request.headersDistinct).map(([name, values = []]) => [
            name,
            values.join(", "),
          ]),
          body: body?.toString("utf8") ?? "",
        },
        response: {
          status: response.status,
          headers: response.headers.map(({ name, value }) => [name, value]),
          body: response.body.toString("utf8"),
        },
      });
    },
    close: () => har.close(),
  };
}
