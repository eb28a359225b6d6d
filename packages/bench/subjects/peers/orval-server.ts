/** Where orval's generated code, which has no setting for it at run time, finds its server. */
export const server = { url: "" };
