/** What holds for every GitHub workflow of this repository, beyond what actionlint checks. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

type JsonObject = Readonly<Record<string, unknown>>;

const pinnedAction = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const pinnedLine = /uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** What is wrong with the workflow in `text`, for the repository at `root`. */
export function workflowIssues(text: string, root: string): string[] {
  const workflow: unknown = parse(text);
  if (!isObject(workflow) || !isObject(workflow.jobs)) return ["It has no jobs."];
  return [
    ...(isObject(workflow.permissions) && Object.keys(workflow.permissions).length === 0
      ? []
      : ["It does not begin with `permissions: {}`, so that each job says what it needs."]),
    ...(workflow.concurrency ? [] : ["It has no concurrency group."]),
    ...(/\bpull_request_target\b/.test(text)
      ? ["pull_request_target runs code of strangers with our rights."]
      : []),
    ...(/\bsecrets\b/.test(text) ? ["It takes a secret; npm and Pages trust the workflow itself."] : []),
    ...text
      .split("\n")
      .filter((line) => /^\s*(- )?uses:/.test(line) && !pinnedLine.test(line))
      .map((line) => `No commit with its version in a comment: ${line.trim()}`),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) =>
      (isObject(job) ? jobIssues(job, root) : ["It is empty."]).map((issue) => `${name}: ${issue}`),
    ),
  ];
}

function jobIssues(job: JsonObject, root: string): string[] {
  const steps = Array.isArray(job.steps) ? job.steps.filter(isObject) : [];
  return [
    ...(isObject(job.permissions) ? [] : ["It does not say which permissions it needs."]),
    ...(typeof job["timeout-minutes"] === "number" ? [] : ["It has no time limit."]),
    ...(String(job["runs-on"]).endsWith("-latest") ? ["It runs on a system that changes by itself."] : []),
    ...steps.flatMap((step) => stepIssues(step, root)),
  ];
}

function stepIssues({ uses, run, with: inputs }: JsonObject, root: string): string[] {
  if (typeof run === "string")
    return callsOurs(run.trim(), root) ? [] : [`Not a script of ours: ${run.trim()}`];
  if (typeof uses !== "string" || !pinnedAction.test(uses)) return [`Not pinned to a commit: ${uses}`];
  const keepsToken = uses.startsWith("actions/checkout@") && Object(inputs)["persist-credentials"] !== false;
  return keepsToken ? ["The checkout leaves its token behind."] : [];
}

/** True for one call of a script that can be run on any machine. */
function callsOurs(command: string, root: string): boolean {
  const [, script] = /^npx --yes pnpm@12 ([\w:-]+)( [\w./ -]+)?$/.exec(command) ?? [];
  if (script) return script in JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
  const [, file] = /^(?:node )?([\w./-]+)( [\w./ -]+)?$/.exec(command) ?? [];
  return file !== undefined && existsSync(join(root, file));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
