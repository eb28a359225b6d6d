/** The process of `bounded-validator.ts`: gets the document, then validates one message after the other. */
import { once } from "node:events";
import { countValues, parseJson } from "@partner-referrals/server/json-body";
import { listOperations, type OpenApiDocument } from "@partner-referrals/spec/model";
import { type Job, type JobOutcome, maxValues } from "./bounded-validator.ts";
import { createValidator } from "./validator.ts";

// A cast: the first message is the document.
const [document] = (await once(process, "message")) as [OpenApiDocument];
const operations = listOperations(document);
const validator = createValidator(document);

process.on("message", async (job: Job) => {
  process.send?.((await validate(job)) ?? null);
});

async function validate(job: Job): Promise<JobOutcome> {
  const operation = operations.find(({ method, path }) => method === job.method && path === job.path);
  if (operation === undefined) throw new Error(`The document has no operation ${job.method} ${job.path}.`);
  const { bytes } = job.input;
  if (bytes instanceof Uint8Array && countValues(bytes, maxValues) > maxValues && "value" in parseJson(bytes))
    return undefined;
  return job.kind === "request"
    ? validator.request(operation, job.input)
    : validator.response(operation, job.input);
}
