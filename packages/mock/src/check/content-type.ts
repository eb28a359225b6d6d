import type { IncomingHttpHeaders } from "node:http";
import type { Route } from "../contract/routes.ts";
import { isInRange, parameter } from "../http/media-type.ts";
import type { Violation } from "./violation.ts";

const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;|$)/;

/** Whether a body of this Content-Type may be sent at all. Prism does not look when Content-Length is absent. */
export function checkContentType(route: Route, headers: IncomingHttpHeaders): Violation[] {
  const allowed = route.body?.mediaTypes ?? [];
  const sent = headers["content-type"] ?? "";
  const refuse = (name: string, message: string): Violation[] => [
    { location: "header", name, code: "content-type", message },
  ];
  const coding = headers["content-encoding"] ?? "identity";
  if (coding !== "identity") return refuse("Content-Encoding", "is not supported: send the body as it is");
  if (allowed.length === 0) return refuse("Content-Type", "is out of place: this operation takes no body");
  if (!mediaType.test(sent) || !allowed.some((range) => isInRange(sent, range)))
    return refuse("Content-Type", `must be ${allowed.join(" or ")}`);
  const charset = parameter(sent, "charset")?.toLowerCase() || "utf-8";
  if (!/^(utf-?8|us-ascii)$/.test(charset)) return refuse("Content-Type", "must have the charset utf-8");
  return [];
}
