import type { Verifier } from "../../src/index.ts";
import { runScenario } from "../../src/live/run.ts";

/** Runs the whole scenario, as fast as it goes. Returns what steps failed with. */
export async function runWhole(baseUrl: string, token: string, verifier: Verifier): Promise<string[]> {
  const failed: string[] = [];
  await runScenario({
    baseUrl,
    token: () => token,
    maxPerSecond: 100_000,
    timeoutMs: 120_000,
    write: true,
    // Nobody listens there: deliveries are none of this test's business.
    webhookUrl: "http://127.0.0.1:9/events",
    onExchange: (exchange) => verifier.observe(exchange),
    onStep: (step, error) => error && failed.push(`${step.id}: ${error.message}`),
  });
  return failed;
}

/** The facts that traffic contradicted. */
export function contradictedBy(verifier: Verifier): string[] {
  return verifier
    .report()
    .findings.filter(({ outcome }) => outcome === "contradicted")
    .map(({ id }) => id)
    .sort();
}
