/** Runs one tool: install, generate, compile, and the round trip against a sandbox of its own. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSandbox } from "@partner-referrals/sandbox";
import { isObject } from "@partner-referrals/spec/model";
import { runCommand } from "./command.ts";
import { judge, type RoundTrip, roundTripInput } from "./round-trip.ts";
import type { Runtime } from "./runtimes.ts";
import { type Outcome, roundTripSteps, type Step, type ToolResult } from "./steps.ts";
import type { Tool, Workshop } from "./tool.ts";

const passed: Outcome = { status: "passed" };
const root = join(import.meta.dirname, "..");

/** Runs a tool. What the machine does not have, and what follows a failed step, is not run. */
export async function runTool(tool: Tool, runtimes: ReadonlyMap<Runtime, string>): Promise<ToolResult> {
  const { name, version, reads, losses } = tool;
  const row = { name, version, reads, losses };
  const missing = tool.needs.filter((runtime) => !runtimes.has(runtime));
  if (missing.length > 0) return { ...row, steps: notRun(tool, `needs ${missing.join(" and ")}`) };
  const workshop = await openWorkshop(tool);
  const outcomes: Partial<Record<Step, Outcome>> = {};
  for (const step of ["install", "generate", "compile"] as const) {
    if (!tool[step]) continue;
    const outcome = await attempt(() => tool[step]?.(workshop));
    outcomes[step] = outcome;
    if (outcome.status === "failed")
      return { ...row, steps: { ...notRun(tool, `${step} failed`), ...outcomes } };
  }
  if (tool.roundTrip) Object.assign(outcomes, await makeRoundTrip(tool.roundTrip, workshop));
  return { ...row, steps: outcomes };
}

async function openWorkshop({ name, reads }: Tool): Promise<Workshop> {
  const folder = join(root, "work", name);
  const cache = join(root, ".cache");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await mkdir(cache, { recursive: true });
  return {
    folder,
    cache,
    document: fileURLToPath(import.meta.resolve(`@partner-referrals/spec/${reads}`)),
    programs: join(root, "programs"),
    run: (command, options = {}) => runCommand(command, { cwd: folder, ...options }),
  };
}

async function attempt(work: () => unknown): Promise<Outcome> {
  try {
    await work();
    return passed;
  } catch (error) {
    return { status: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

async function makeRoundTrip(
  commandFor: NonNullable<Tool["roundTrip"]>,
  workshop: Workshop,
): Promise<Partial<Record<Step, Outcome>>> {
  const token = "Proseware:admin";
  const sandbox = await startSandbox({ port: 0, logLevel: "silent" });
  try {
    const input = roundTripInput(sandbox.url, token);
    await createFirst(input.create);
    const file = join(workshop.folder, "input.json");
    await writeFile(file, JSON.stringify(input));
    const [command, ...args] = commandFor(workshop);
    const result = readResult(await workshop.run([command, ...args, file]));
    const journal = sandbox.control.journal().slice(1);
    return Object.fromEntries(
      roundTripSteps.map((step) => {
        const message = judge(step, result, input, journal);
        return [step, message === undefined ? passed : { status: "failed", message }];
      }),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return Object.fromEntries(roundTripSteps.map((step) => [step, { status: "failed", message }]));
  } finally {
    await sandbox.close();
  }

  async function createFirst(body: unknown): Promise<void> {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
    const url = `${sandbox.url}/v1.0/engagements/referrals`;
    await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  }
}

/** The last line that a program printed: its results as JSON. */
function readResult(output: string): RoundTrip {
  const line = output.trim().split("\n").at(-1) ?? "";
  const result: unknown = JSON.parse(line);
  if (isObject(result)) return result;
  throw new Error(`The program printed ${line} instead of its results.`);
}

function notRun(tool: Tool, reason: string): Partial<Record<Step, Outcome>> {
  const own = [
    ...(["install", "generate", "compile"] as const).filter((step) => tool[step]),
    ...(tool.roundTrip ? roundTripSteps : []),
  ];
  return Object.fromEntries(own.map((step) => [step, { status: "not run", reason }]));
}
