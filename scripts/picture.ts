/** `pnpm picture`: draws what `start` prints and what its curl line returns, for the README. Starts a sandbox to ask it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSandbox } from "@partner-referrals/sandbox";
import { contract } from "@partner-referrals/spec/model";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { parseServingFlags } from "./serving/flags.ts";
import { shortReferralRequest } from "./serving/referral-example.ts";
import { welcome } from "./serving/welcome.ts";

const file = ".github/start.svg";
const columns = 104;
const lineHeight = 18;
const characterWidth = 7.85;
/** Of the response; the rest is behind an ellipsis. */
const maxResponseLines = 16;

/** Lines of at most {@link columns}, as a terminal breaks them. */
function wrap(line: string): string[] {
  return line === "" ? [""] : (line.match(new RegExp(`.{1,${columns}}`, "g")) ?? []);
}

function escapeXml(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  // Several spaces are one in SVG.
  return escaped.replaceAll(" ", "\u00a0");
}

/** A terminal window with these lines; those that begin with `$ ` are what somebody typed. */
function draw(lines: readonly string[]): string {
  const width = Math.ceil(columns * characterWidth) + 32;
  const height = lines.length * lineHeight + 56;
  const rows = lines.map((line, index) => {
    const colour = line.startsWith("$ ") ? "#7ee787" : "#e6edf3";
    return `<text x="16" y="${52 + index * lineHeight}" fill="${colour}">${escapeXml(line)}</text>`;
  });
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (colour, index) => `<circle cx="${20 + index * 18}" cy="18" r="6" fill="${colour}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="A terminal: start prints three addresses, and a curl line creates a referral.">
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
${dots.join("")}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">
${rows.join("\n")}
</g>
</svg>
`;
}

/** What the picture does with properties that say nothing yet. */
function withoutNulls(_name: string, value: unknown): unknown {
  return value === null ? undefined : value;
}

const defaults = parseServingFlags([]);
if (defaults.kind !== "run") throw new Error("start has no default ports.");
const at = (port: number) => `http://127.0.0.1:${port}`;
const { mock, sandbox, docs } = defaults.ports;
const request = await shortReferralRequest(contract);
const text = welcome({ mock: at(mock), sandbox: at(sandbox), docs: `${at(docs)}/` }, request);
const [running = "", rest = ""] = text.trim().split("\n\nCreate a referral:\n\n");
const [curl = ""] = rest.split("\n");

const server = await startSandbox({ port: 0 });
const response = await fetch(`${server.url}${request.path}`, {
  method: request.method,
  headers: { authorization: "Bearer any", "content-type": request.mediaType },
  body: JSON.stringify(request.body),
});
const created = JSON.stringify(Object(await response.json()), withoutNulls, 2).split("\n");
await server.close();

const shown = created.length > maxResponseLines ? [...created.slice(0, maxResponseLines), "  …"] : created;
const lines = ["$ npx --yes pnpm@12 start", "", running, "", `$ ${curl} | jq 'del(.. | nulls)'`, ...shown];
writeFileSync(join(repositoryRoot, file), draw(lines.join("\n").split("\n").flatMap(wrap)));
console.log(`Wrote ${file}.`);
