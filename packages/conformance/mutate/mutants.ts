import type { Mutant, Tree } from "./mutant.ts";
import { mutateAlternatives } from "./mutators/alternatives.ts";
import { mutateBounds } from "./mutators/bounds.ts";
import { mutateMarks } from "./mutators/marks.ts";
import { mutateMembers } from "./mutators/members.ts";
import { mutateNames } from "./mutators/names.ts";
import { mutateOperations } from "./mutators/operations.ts";
import { mutateReferences } from "./mutators/references.ts";
import { mutateSecurity } from "./mutators/security.ts";
import { mutateTypes } from "./mutators/types.ts";

const mutators = [
  mutateMembers,
  mutateTypes,
  mutateBounds,
  mutateAlternatives,
  mutateReferences,
  mutateMarks,
  mutateOperations,
  mutateNames,
  mutateSecurity,
];

/** Every mutant of a document, always in the same order. */
export function mutantsOf(document: Tree): Mutant[] {
  return mutators.flatMap((mutate) => [...mutate(document)]);
}
