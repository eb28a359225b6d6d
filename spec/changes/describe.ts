/** Changes of the contract as text. */
import { type Change, impacts } from "./changes.ts";
import type { Impact } from "./redocly-diff.ts";

const headings: Readonly<Record<Impact, string>> = {
  major: "Breaking",
  minor: "Added",
  patch: "Changed without effect on callers",
};

/** The largest impact of these changes. Undefined when there are none. */
export function largestImpact(changes: readonly Change[]): Impact | undefined {
  return impacts.findLast((impact) => changes.some((change) => change.impact === impact));
}

/** The operations that a change affects. */
function formatAffected({ operations, affectsAll }: Change): string {
  if (operations.length === 0) return "no operation";
  return affectsAll ? "every operation" : operations.join(", ");
}

/** The changes for a terminal, one after the other. */
export function asText(changes: readonly Change[]): string {
  return changes
    .map((change) => `  ${change.impact.padEnd(6)} ${change.message}\n         ${formatAffected(change)}`)
    .join("\n");
}

/** The changes for a changelog: a list for each impact. */
export function asMarkdown(changes: readonly Change[]): string {
  return impacts
    .toReversed()
    .flatMap((impact) => {
      const lines = changes
        .filter((change) => change.impact === impact)
        .map((change) => `- ${change.message} (${formatAffected(change)})`);
      return lines.length === 0 ? [] : [`#### ${headings[impact]}\n\n${lines.join("\n")}`];
    })
    .join("\n\n");
}
