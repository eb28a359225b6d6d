/** The process of `bounded-validator.ts`: gets the document, then validates one message after the other. */
import { once } from "node:events";
import { countValues, isTooDeep } from "@partner-referrals/server/json-body";
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
  // What is nested too deep is said to be so, however large it is.
  if (bytes instanceof Uint8Array && countValues(bytes, maxValues) > maxValues && !isTooDeep(decode(bytes)))
    return undefined;
  return job.kind === "request"
    ? validator.request(operation, job.input)
    : validator.response(operation, job.input);
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
