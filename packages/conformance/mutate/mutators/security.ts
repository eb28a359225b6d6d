import { joinPointer } from "@partner-referrals/spec/model";
import { hasMembers } from "../../contract/contract.ts";
import type { Mutator, Tree } from "../mutant.ts";
import { membersAt, operationsIn } from "../tree.ts";

/** Calls without their tokens, with others or with less asked for them, and calls that go elsewhere. */
export const mutateSecurity: Mutator = function* (document) {
  yield* mutateRequirements(document, "");
  for (const { pointer, node } of operationsIn(document)) yield* mutateRequirements(node, pointer);
  for (const { pointer, node } of membersAt(document, "/components/securitySchemes")) {
    for (const key of ["name", "in"]) {
      if (key in node)
        yield { kind: "security scheme changed", pointer: `${pointer}/${key}`, value: "cookie" };
    }
    yield { kind: "security scheme changed", pointer: `${pointer}/type`, value: "openIdConnect" };
    for (const flow of membersAt(document, `${pointer}/flows`)) {
      yield { kind: "flow dropped", pointer: flow.pointer };
      for (const key of ["authorizationUrl", "tokenUrl", "refreshUrl"]) {
        if (key in flow.node)
          yield {
            kind: "flow led elsewhere",
            pointer: joinPointer(flow.pointer, key),
            value: "https://elsewhere.example/",
          };
      }
      for (const scope of Object.keys(hasMembers(flow.node.scopes) ? flow.node.scopes : {})) {
        yield { kind: "scope dropped", pointer: joinPointer(`${flow.pointer}/scopes`, scope) };
      }
    }
  }
  yield { kind: "server changed", pointer: "/servers/0/url", value: "https://elsewhere.example" };
  for (const { pointer, node } of membersAt(document, "/paths")) {
    if (!node.servers) continue;
    yield { kind: "server dropped", pointer: `${pointer}/servers` };
    yield { kind: "server changed", pointer: `${pointer}/servers/0/url`, value: "https://elsewhere.example" };
  }
};

function* mutateRequirements(node: Tree, pointer: string) {
  const { security } = node;
  if (!Array.isArray(security)) return;
  yield { kind: "security dropped", pointer: `${pointer}/security` };
  yield { kind: "security emptied", pointer: `${pointer}/security`, value: [] };
  for (const [index, requirement] of security.entries()) {
    const rest = security.filter((_, other) => other !== index);
    yield {
      kind: "security requirement dropped",
      pointer: `${pointer}/security`,
      value: rest,
      detail: `${index}`,
    };
    for (const [name, scopes] of Object.entries(requirement)) {
      if (!Array.isArray(scopes) || scopes.length === 0) continue;
      yield { kind: "scope dropped", pointer: joinPointer(`${pointer}/security/${index}`, name), value: [] };
    }
  }
}
