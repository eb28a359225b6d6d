import { type Operation, schemaNames } from "@partner-referrals/spec/model";
import { sourcesFile } from "@partner-referrals/spec/sources";
import type { Check } from "./check.ts";

/** Sources before that year describe the preview alone. */
const firstYearOfVersion1 = "2019";

/** What a name begins with: what the operation does. */
const verb = /^(?:get|list|create|update|replace|register|test)(?=[A-Z])/;

/** Operations and events are named for what they are about, and deprecated when no newer source has them or one says so. */
export const operationNames: Check = function* ({ contract, operations, webhooks }) {
  const nouns = schemaNames(contract);
  for (const { id } of operations) {
    const noun = id.replace(verb, "");
    const isNoun = nouns.some((name) => name.startsWith(noun.replace(/s$/, "")));
    if (noun === id || !isNoun) yield `${id} is not named for what it does with which resource.`;
  }
  for (const { id, path } of webhooks)
    if (id !== `on${pascalCase(path)}`) yield `${id} is not named for the event ${path}.`;
  for (const operation of [...operations, ...webhooks]) {
    const expected = isDeprecated(operation);
    if (operation.deprecated !== expected) yield `${operation.id} says deprecated: ${!expected}.`;
  }
};

function isDeprecated({ method, path }: Operation): boolean {
  const names = new Set([plain(`${method} ${path}`), plain(path)]);
  const stated = sourcesFile.stated.flatMap(({ date, operations, events }) =>
    Object.entries({ ...operations, ...events })
      .filter(([name]) => names.has(plain(name)))
      .map(([, facts]) => ({ date, deprecated: facts?.deprecated === true })),
  );
  return (
    stated.some(({ deprecated }) => deprecated) || stated.every(({ date }) => date < firstYearOfVersion1)
  );
}

/** Without what sources write differently: the names of parameters, and a slash at the end. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\{[^}]*\}/g, "{}")
    .replace(/\/$/, "");
}

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
