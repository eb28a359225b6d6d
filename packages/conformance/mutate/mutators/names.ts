import { getByPointer, joinPointer } from "@partner-referrals/spec/model";
import { hasMembers } from "../../contract/contract.ts";
import type { Mutant, Mutator, Tree } from "../mutant.ts";
import { membersAt, operationsIn } from "../tree.ts";

/** Calls that are made elsewhere or otherwise, and names that other parts rely on. */
export const mutateNames: Mutator = function* (document) {
  for (const { key, pointer } of membersAt(document, "/paths")) {
    yield renamed(document, "/paths", key, `${key}/x`, "path renamed");
    const methods = ["get", "put", "post", "patch", "delete"];
    const [used, free] = [true, false].map((isUsed) =>
      methods.find((method) => hasMembers(getByPointer(document, joinPointer(pointer, method))) === isUsed),
    );
    if (used && free) yield renamed(document, pointer, used, free, "method changed");
  }
  for (const { key } of membersAt(document, "/webhooks")) {
    yield renamed(document, "/webhooks", key, `${key}d`, "event renamed");
  }
  for (const { pointer, node } of operationsIn(document)) {
    yield { kind: "operation renamed", pointer: `${pointer}/operationId`, value: `${node.operationId}Now` };
  }
  for (const { pointer, node } of membersAt(document, "/components/schemas")) {
    for (const extension of ["x-microsoft", "x-enumDescriptions"]) {
      const members = node[extension];
      for (const name of Object.keys(hasMembers(members) ? members : {})) {
        yield { kind: `${extension} dropped`, pointer: joinPointer(`${pointer}/${extension}`, name) };
      }
    }
  }
  yield { kind: "dialect dropped", pointer: "/jsonSchemaDialect" };
};

/** A member under another name, in its old place. */
function renamed(document: Tree, parent: string, name: string, other: string, kind: string): Mutant {
  const members = Object.entries(Object(getByPointer(document, parent)));
  const value = Object.fromEntries(members.map(([key, member]) => [key === name ? other : key, member]));
  return { kind, pointer: parent, value, detail: `${name} to ${other}` };
}
