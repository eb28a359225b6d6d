/** Changes of the contract as text. */
import { type Change, impacts } from "./changes.ts";
import type { Impact } from "./redocly-diff.ts";

const HEADINGS: Readonly<Record<Impact, string>> = {
  major: "Breaking",
  minor: "Added",
  patch: "Changed without effect on callers",
};

/** What the changes together ask of the version. Undefined when there are none. */
export function largestImpact(changes: readonly Change[]): Impact | undefined {
  return impacts.findLast((impact) => changes.some((change) => change.impact === impact));
}

/** Whom a change concerns, in words. */
function concerned({ operations, everywhere }: Change): string {
  if (operations.length === 0) return "no operation";
  return everywhere ? "every operation" : operations.join(", ");
}

/** The changes for a terminal, one after the other. */
export function asText(changes: readonly Change[]): string {
  return changes
    .map((change) => `  ${change.impact.padEnd(6)} ${change.message}\n         ${concerned(change)}`)
    .join("\n");
}

/** The changes for a changelog: a list for each impact. */
export function asMarkdown(changes: readonly Change[]): string {
  return impacts
    .toReversed()
    .flatMap((impact) => {
      const lines = changes
        .filter((change) => change.impact === impact)
        .map((change) => `- ${change.message} (${concerned(change)})`);
      return lines.length === 0 ? [] : [`#### ${HEADINGS[impact]}\n\n${lines.join("\n")}`];
    })
    .join("\n\n");
}
