import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isObject, itemsIn } from "@partner-referrals/spec/model";
import { compareExchanges } from "../compare.ts";
import type { Exchange } from "../exchange.ts";
import { type LiveOptions, runScenario } from "../live/run.ts";
import type { Verifier } from "../verifier.ts";
import { type LiveCommand, UsageError } from "./arguments.ts";
import { mirrorReferrals, mirrorToken } from "./mirror.ts";

/** Runs the scenario live. Returns the number of differences from the sandbox, 0 where it was not asked for. */
export async function runLive(command: LiveCommand, verifier: Verifier): Promise<number> {
  const { baseUrl, tokenVariable, write, maxPerSecond, resume, againstSandbox, webhookUrl, registrationUrl } =
    command;
  const token = process.env[tokenVariable];
  if (!token) throw new UsageError(`The environment variable ${tokenVariable} has no token.`);
  const recorded: Exchange[] = [];
  const finished = new Set(resume === undefined ? [] : readFinished(resume));
  const controller = new AbortController();
  const stop = () => controller.abort(new Error("Stopped."));
  process.once("SIGINT", stop);
  const options: LiveOptions = {
    baseUrl,
    token: () => token,
    maxPerSecond,
    timeoutMs: 30_000,
    write,
    ...(webhookUrl !== undefined && { webhookUrl }),
    ...(registrationUrl !== undefined && { registrationUrl }),
    finished: [...finished],
    signal: controller.signal,
    onExchange(exchange) {
      verifier.observe(exchange);
      if (againstSandbox) recorded.push(exchange);
    },
    onStep(step, error) {
      console.error(error ? `- ${step.title}: ${error.message}` : `- ${step.title}`);
      finished.add(step.id);
      if (resume !== undefined) writeFinished(resume, [...finished]);
    },
  };
  try {
    await runScenario(options);
  } finally {
    process.off("SIGINT", stop);
  }
  return againstSandbox ? compareWithSandbox(recorded, options) : 0;
}

async function compareWithSandbox(reference: readonly Exchange[], options: LiveOptions): Promise<number> {
  const { startSandbox } = await import("@partner-referrals/sandbox").catch(() => {
    throw new Error(
      "--against-sandbox needs the package @partner-referrals/sandbox: npm install @partner-referrals/sandbox",
    );
  });
  const sandbox = await startSandbox({ port: 0 });
  const candidate: Exchange[] = [];
  try {
    const rejected = mirrorReferrals(sandbox, reference);
    if (rejected > 0)
      console.error(`${rejected} referrals violate the contract: the sandbox does not have them.`);
    const { onStep: _, signal: __, registrationUrl: ___, ...rest } = options;
    await runScenario({
      ...rest,
      baseUrl: sandbox.url,
      token: () => mirrorToken,
      maxPerSecond: 1000,
      onExchange: (exchange) => candidate.push(exchange),
    });
  } finally {
    await sandbox.close();
  }
  const { compared, differences, fidelity } = compareExchanges(reference, candidate);
  console.error(`The sandbox responded alike to ${Math.round(fidelity * 100)} % of ${compared} requests.`);
  for (const { where, aspect, reference: expected, candidate: found } of differences)
    console.error(`  ${where}: ${aspect}: ${expected}; the sandbox: ${found}`);
  return differences.length;
}

function readFinished(file: string): string[] {
  if (!existsSync(file)) return [];
  const state: unknown = JSON.parse(readFileSync(file, "utf8"));
  return isObject(state) ? itemsIn(state.finished).map(String) : [];
}

function writeFinished(file: string, finished: readonly string[]): void {
  writeFileSync(`${file}.new`, `${JSON.stringify({ finished })}\n`);
  renameSync(`${file}.new`, file);
}
