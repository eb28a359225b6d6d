/** Reports of what a conversion lost: one for programs, one for people. */
import type { Change, Effect } from "./changes.ts";

/** What a conversion did, for programs. */
export interface ConversionReport {
  /** The format that was written, such as `OpenAPI 3.0.3`. */
  readonly format: string;
  /** The name of the document that was converted. Pointers lead into it. */
  readonly source: string;
  /** `info.version` of that document. */
  readonly version: string;
  /** Every rule that was applied, and how often with which effect. */
  readonly rules: readonly RuleReport[];
  /** What the result does not say any more, or less exactly. */
  readonly losses: readonly Loss[];
}

/** How often a rule was applied. */
export interface RuleReport extends Readonly<Record<Effect, number>> {
  readonly name: string;
  readonly reason: string;
}

/** Something that was lost. */
export interface Loss {
  /** The name of the rule. */
  readonly rule: string;
  readonly effect: "weakened" | "dropped";
  /** A JSON Pointer into the document that was converted. */
  readonly pointer: string;
  /** The fields, keywords or names concerned; empty when it is all that stands there. */
  readonly names: readonly string[];
}

/** What a report says besides the changes. */
export type ReportTitle = Pick<ConversionReport, "format" | "source" | "version">;

/** How many places of a rule people get to see. The report for programs has all of them. */
const maxPlaces = 12;

/** The report of a conversion. */
export function reportOf(title: ReportTitle, changes: readonly Change[]): ConversionReport {
  const names = [...new Set(changes.map(({ rule }) => rule.name))];
  const rules = names.map((name): RuleReport => {
    const ofRule = changes.filter(({ rule }) => rule.name === name);
    const count = (effect: Effect): number => ofRule.filter((change) => change.effect === effect).length;
    return {
      name,
      reason: ofRule[0]?.rule.reason ?? "",
      dropped: count("dropped"),
      weakened: count("weakened"),
      rewritten: count("rewritten"),
    };
  });
  const losses = changes.flatMap(({ rule, effect, pointer, names }): Loss[] =>
    effect === "rewritten" ? [] : [{ rule: rule.name, effect, pointer, names }],
  );
  return { ...title, rules, losses };
}

/** The same as Markdown. `before` names the report of an earlier conversion, whose losses come on top. */
export function reportPage(report: ConversionReport, before?: string): string {
  const lossy = report.rules.filter(({ dropped, weakened }) => dropped + weakened > 0);
  const table = report.rules.map(
    ({ name, reason, dropped, weakened, rewritten }) =>
      `| \`${name}\` | ${reason} | ${dropped || ""} | ${weakened || ""} | ${rewritten || ""} |`,
  );
  return [
    `# What ${report.format} loses`,
    `Written from \`${report.source}\` ${report.version}. *Dropped*: the document says nothing of it any more. *Weakened*: it says less, and more is valid than before. *Rewritten*: it says the same in other words.`,
    ...(before ? [`What \`${before}\` lists is lost here too.`] : []),
    ["| Rule | Why | Dropped | Weakened | Rewritten |", "| --- | --- | ---: | ---: | ---: |", ...table].join(
      "\n",
    ),
    ...lossy.map(({ name, reason }) => placesPage(name, reason, report.losses)),
  ]
    .join("\n\n")
    .concat("\n");
}

function placesPage(name: string, reason: string, losses: readonly Loss[]): string {
  const places = losses.filter(({ rule }) => rule === name);
  const lines = places.slice(0, maxPlaces).map(({ effect, pointer, names }) => {
    const what = names.length > 0 ? `: ${names.map((one) => `\`${one}\``).join(", ")}` : "";
    return `- \`${pointer || "/"}\`${what} (${effect})`;
  });
  const more = places.length - lines.length;
  return [`## ${name}`, "", reason, "", ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}
