/** The steps of the build, for those who make contracts of edited sources. */
export { bundleSources } from "./bundle.ts";
export type { Document, Schema } from "./document.ts";
export { withoutEvidence } from "./evidence/collect.ts";
export { expandSources } from "./expand.ts";
