/** `pnpm start`: builds what is needed, runs the mock and the docs, and stops them on Ctrl-C. */
import { build, describeFailure } from "./repository/build.ts";
import { parseServingFlags, type ServingFlags, servingUsage } from "./serving/flags.ts";
import { busyPorts } from "./serving/ports.ts";
import { readContract, shortReferralRequest } from "./serving/referral-example.ts";
import { startServers } from "./serving/servers.ts";
import { aborted, stopSignal } from "./serving/stop.ts";
import { welcome } from "./serving/welcome.ts";

const usage = servingUsage("start", "Builds everything and runs the mock and the docs until Ctrl-C.");

async function start(flags: ServingFlags): Promise<number> {
  const stop = stopSignal();
  const complaints = await busyPorts(flags);
  if (complaints.length > 0) {
    console.error(complaints.join("\n"));
    return 1;
  }

  console.log("Building the contract, types, client, mock and docs …");
  const outcome = await build({ signal: stop });
  if (stop.aborted) return 0;
  if (!outcome.ok) {
    console.error(describeFailure(outcome));
    return 1;
  }

  const contract = await readContract(new URL(import.meta.resolve("@partner-referrals/spec/openapi.json")));
  const servers = await startServers(flags);
  console.log(welcome(servers.addresses, shortReferralRequest(contract)));
  await aborted(stop);
  await servers.close();
  return 0;
}

const parsed = parseServingFlags(process.argv.slice(2));
if (parsed.kind === "help") {
  console.log(usage);
} else if (parsed.kind === "wrong") {
  console.error(`${parsed.reason}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const exitCode = await start(parsed.flags).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
  process.exit(exitCode);
}
