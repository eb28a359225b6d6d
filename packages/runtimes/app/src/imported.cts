/** An app that is still CommonJS, for TypeScript or a Node that cannot `require` an ES module. */
async function connect() {
  const { createReferralsClient } = await import("@partner-referrals/client");
  return createReferralsClient({ token: "token" });
}

export const client: ReturnType<typeof connect> = connect();
