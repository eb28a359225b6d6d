import { getOwn, isObject } from "@partner-referrals/spec/model";
import type { Check } from "./check.ts";

/** All tokens come from one endpoint, whoever asks, and users sign in beside it. */
export const tokenEndpoints: Check = function* ({ contract }) {
  const schemes = Object.entries(contract.components.securitySchemes ?? {});
  const flows = schemes.flatMap(([name, scheme]) =>
    Object.values(Object(getOwn(scheme, "flows"))).map((flow) => ({ name, flow })),
  );
  const [first] = flows;
  const tokenUrl = getOwn(first?.flow, "tokenUrl");
  for (const { name, flow } of flows) {
    if (!isObject(flow)) continue;
    for (const member of ["tokenUrl", "refreshUrl"])
      if (getOwn(flow, member) !== undefined && getOwn(flow, member) !== tokenUrl)
        yield `${name} has another ${member} than ${first?.name}.`;
    const authorizationUrl = getOwn(flow, "authorizationUrl");
    if (
      authorizationUrl !== undefined &&
      String(authorizationUrl) !== String(tokenUrl).replace(/token$/, "authorize")
    )
      yield `${name} signs users in at another place than where it gets tokens.`;
  }
};
