import type { IncomingHttpHeaders } from "node:http";
import { matchesRange, mediaTypeParameter } from "@partner-referrals/server/negotiate";
import type { Violation } from "@partner-referrals/server/violations";
import type { Operation } from "@partner-referrals/spec/model";

const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;|$)/;

/** Whether a body of this Content-Type may be sent at all. Prism does not check when Content-Length is absent. */
export function validateContentType({ requestBody }: Operation, headers: IncomingHttpHeaders): Violation[] {
  const allowed = (requestBody?.content ?? []).map(({ name }) => name);
  const sent = headers["content-type"] ?? "";
  if ((headers["content-encoding"] ?? "identity") !== "identity")
    return reject("Content-Encoding", "is not supported: send the body without it");
  if (allowed.length === 0)
    return reject("Content-Type", "is not allowed here: this operation takes no body");
  if (!mediaType.test(sent) || !allowed.some((range) => matchesRange(sent, range)))
    return reject("Content-Type", `must be ${allowed.join(" or ")}`);
  const charset = mediaTypeParameter(sent, "charset")?.toLowerCase() || "utf-8";
  if (!/^(utf-?8|us-ascii)$/.test(charset)) return reject("Content-Type", "must have the charset utf-8");
  return [];
}

function reject(name: string, message: string): Violation[] {
  return [{ location: "header", name, code: "content-type", message }];
}
