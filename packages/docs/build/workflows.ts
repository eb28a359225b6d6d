/** The Arazzo workflows as pages: what each step does, with the operation it calls. */
import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "@partner-referrals/spec/model";
import { parse } from "yaml";
import { code, markdownTable } from "../content/markdown.ts";
import { operationsOf } from "../content/operations.ts";
import type { Page } from "./page.ts";

const workflowsFolder = new URL("workflows/", import.meta.resolve("@partner-referrals/spec/package.json"));

interface Parameter {
  readonly name: string;
  readonly in?: string;
  readonly value: unknown;
}

interface Criterion {
  readonly condition: string;
}

interface Action {
  readonly name: string;
  readonly type: string;
  readonly stepId?: string;
  readonly criteria?: readonly Criterion[];
}

interface Step {
  readonly stepId: string;
  /** How people call it; `stepId` is for programs. */
  readonly "x-title": string;
  readonly description?: string;
  readonly operationId?: string;
  readonly workflowId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly payload: unknown };
  readonly successCriteria?: readonly Criterion[];
  readonly onSuccess?: readonly Action[];
  readonly onFailure?: readonly Action[];
}

interface Workflow {
  readonly workflowId: string;
  readonly summary: string;
  readonly description?: string;
  readonly steps: readonly Step[];
}

interface Arazzo {
  readonly info: { readonly title: string; readonly summary: string; readonly description: string };
  readonly workflows: readonly Workflow[];
}

/** Reads the workflows of the spec package, and copies their files into `folder` for download. */
export async function workflowPages(document: JsonObject, folder: string): Promise<Page[]> {
  const source = fileURLToPath(workflowsFolder);
  const files = (await readdir(source)).filter((file) => file.endsWith(".arazzo.yaml")).sort();
  await mkdir(folder, { recursive: true });
  const pages = await Promise.all(
    files.map(async (file) => {
      await copyFile(join(source, file), join(folder, file));
      // The tests of the spec package have run each file through Redocly's own reader.
      return workflowPage(parse(await readFile(join(source, file), "utf8")) as Arazzo, file, document);
    }),
  );
  return [listPage(pages), ...pages];
}

function listPage(pages: readonly Page[]): Page {
  return {
    path: "workflows",
    kind: "workflow",
    title: "All workflows",
    description: "Tasks that take several requests, step by step, as Arazzo files that tools can run.",
    body: () =>
      [
        "Each workflow is a task that takes several requests. The steps are generated from an",
        "[Arazzo](https://spec.openapis.org/arazzo/v1.0.1.html) file, which tools can run: the tests of this project run",
        "them all against the sandbox, with `redocly respect`.\n",
        ...pages.map(({ path, title, description }) => `- [${title}](page:${path}): ${description}`),
      ].join("\n"),
  };
}

function workflowPage({ info, workflows }: Arazzo, file: string, document: JsonObject): Page {
  const name = basename(file, ".arazzo.yaml");
  return {
    path: `workflows/${name}`,
    kind: "workflow",
    title: info.title,
    description: info.summary,
    body: () =>
      [
        info.description.trim(),
        ...workflows.flatMap((workflow) => [
          ...(workflows.length > 1 ? [`## ${workflow.summary}`] : []),
          workflow.description?.trim() ?? "",
          ...workflow.steps.flatMap((step, index) => [
            `${workflows.length > 1 ? "###" : "##"} ${index + 1}. ${step["x-title"]}`,
            ...stepText(step, document),
          ]),
        ]),
        "## Run the workflow",
        `The steps as a file that tools run: [${file}](file:workflows/${file}).`,
      ]
        .filter((part) => part !== "")
        .join("\n\n"),
  };
}

function stepText(step: Step, document: JsonObject): string[] {
  const operation = operationsOf(document).operations.find((each) => each.id === step.operationId);
  const call = operation
    ? `Step \`${step.stepId}\` requests [\`${step.operationId}\`](operation:${step.operationId}), \`${operation.method.toUpperCase()} ${operation.path}\`.`
    : "";
  const parameters = (step.parameters ?? []).map(({ name, in: place = "", value }) => [
    code(name),
    place,
    code(value),
  ]);
  const checks = (step.successCriteria ?? []).map(({ condition }) => `- ${code(condition)}`);
  const payload = step.requestBody?.payload;
  return [
    step.description?.trim() ?? "",
    call,
    parameters.length > 0 ? markdownTable(["Parameter", "In", "Value"], parameters) : "",
    payload === undefined ? "" : `Sends:\n\n\`\`\`json\n${JSON.stringify(payload, null, 2)}\n\`\`\``,
    checks.length > 0 ? `Succeeds when:\n\n${checks.join("\n")}` : "",
    ...(step.onFailure ?? []).map(
      ({ name, type, stepId }) =>
        `On failure (${name}): ${type}${stepId ? ` to the step \`${stepId}\`` : ""}.`,
    ),
  ];
}
