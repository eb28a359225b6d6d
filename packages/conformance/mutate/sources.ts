import { bundleSources, type Document, expandSources, withoutEvidence } from "@partner-referrals/spec/build";
import type { Contract } from "../contract/contract.ts";
import type { Tree } from "./mutant.ts";

/** All files of the contract's sources in one document, before the build writes out what they say in short. */
export async function readSources(): Promise<Tree> {
  // The evidence is not in the bundle; lint rules of its own check it.
  return withoutEvidence(await bundleSources());
}

/** The bundle that the build makes of these sources, but for the version. Changes what it is given. */
export function build(sources: Tree): Contract {
  // A cast: the steps of the build find out themselves whether a mutant still has what they need.
  const document = sources as Document;
  expandSources(document);
  // A cast: the build's type of a document names only what it edits.
  return document as unknown as Contract;
}
