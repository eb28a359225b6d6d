/** The command line of command.ts. */

export type SourcesCommand = { readonly kind: "check" } | { readonly kind: "shape"; readonly file: string };

export const usage = `Usage: node build/sources/command.ts check
       node build/sources/command.ts shape <file.json>`;

/** What the arguments ask for; undefined if that is nothing known. */
export function readCommandLine([command, file, ...rest]: readonly string[]): SourcesCommand | undefined {
  if (command === "check" && file === undefined) return { kind: "check" };
  if (command === "shape" && file !== undefined && rest.length === 0) return { kind: "shape", file };
  return undefined;
}
