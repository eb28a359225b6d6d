/** How changesets become lines of a changelog: what was written, without commits or names. */

interface Changeset {
  readonly summary: string;
}

interface Dependency {
  readonly name: string;
  readonly newVersion: string;
}

/** What changesets asks for, by its names. */
export default {
  getReleaseLine: async ({ summary }: Changeset) => `- ${summary.trim().replaceAll("\n", "\n  ")}`,
  getDependencyReleaseLine: async (_changesets: unknown, dependencies: readonly Dependency[]) =>
    dependencies.map(({ name, newVersion }) => `- Works with ${name} ${newVersion}.`).join("\n"),
};
