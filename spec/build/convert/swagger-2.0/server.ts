/** Rules for hosts. */
import { entriesOf } from "../../../model/json.ts";
import { httpMethods } from "../../../model/operations.ts";
import { formatPointer } from "../../../model/pointer.ts";
import type { Rule } from "../changes.ts";
import { isNode, type Node } from "../structure.ts";
import { type Context, note } from "./context.ts";

/** The first server is `host`, `basePath` and `schemes`. */
const server: Rule = {
  name: "server",
  reason: "Swagger 2.0 has one host, one base path and a list of schemes; the first server stays.",
};

/** What is on another host goes. */
const otherHost: Rule = {
  name: "other-host",
  reason:
    "Swagger 2.0 has one host for all paths. A call to another one would be sent to the wrong host, token included.",
};

/** `host`, `basePath` and `schemes`. Empty for a server without a host. */
export function convertServer(context: Context): Node {
  const [first, ...others] = serversOf(context.source);
  for (const [index] of others.entries())
    note(context, server, "dropped", formatPointer(["servers", index + 1]));
  if (first === undefined) return {};
  const base = "https://relative.invalid";
  const { host, protocol, pathname } = new URL(first, base);
  const path = pathname.replace(/\/$/, "");
  const isRelative = new URL(first, base).origin === base;
  return {
    ...(isRelative ? {} : { host }),
    ...(path ? { basePath: path } : {}),
    ...(isRelative ? {} : { schemes: [protocol.slice(0, -1)] }),
  };
}

/** Whether a path or an operation has servers of its own, which do not begin with that of the document. */
function isOnOtherHost(context: Context, node: Node): boolean {
  const [own] = serversOf(node);
  const [main] = serversOf(context.source);
  return own !== undefined && own !== main;
}

/** The path items without the operations of other hosts. */
export function pathsOfHost(context: Context): [string, Node][] {
  return entriesOf(context.source.paths).flatMap(([path, item]): [string, Node][] => {
    if (!isNode(item)) return [];
    if (isOnOtherHost(context, item)) {
      note(context, otherHost, "dropped", formatPointer(["paths", path]));
      return [];
    }
    const elsewhere = httpMethods.filter((method) => {
      const operation = item[method];
      return isNode(operation) && isOnOtherHost(context, operation);
    });
    for (const method of elsewhere)
      note(context, otherHost, "dropped", formatPointer(["paths", path, method]));
    return [
      [
        path,
        Object.fromEntries(
          Object.entries(item).filter(([name]) => !elsewhere.some((method) => method === name)),
        ),
      ],
    ];
  });
}

/** The URLs of servers, their variables filled with the defaults. */
function serversOf(node: Node): string[] {
  if (!Array.isArray(node.servers)) return [];
  return node.servers.filter(isNode).map(({ url, variables }) =>
    String(url).replaceAll(/\{([^}]+)\}/g, (text, name: string) => {
      const variable = isNode(variables) ? variables[name] : undefined;
      return isNode(variable) ? String(variable.default) : text;
    }),
  );
}
