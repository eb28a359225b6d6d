/** The steps of the build, for those who make contracts of edited sources. */
export { buildContract } from "./build.ts";
export { BundleError, bundleDocument, bundleSources, type RootFile, rootFiles } from "./bundle.ts";
export { asReadOnly, type Document, type Schema } from "./document.ts";
export { withoutEvidence } from "./evidence/collect.ts";
export { expandSources } from "./expand.ts";
