/** `node scripts/turbo.ts run <task>…`: Turborepo as this repository uses it, see repository/turborepo.ts. */
import { constants } from "node:os";
import { spawnTurborepo } from "./repository/turborepo.ts";

const turborepo = spawnTurborepo(process.argv.slice(2), { stdio: "inherit" });

// Ctrl-C reaches Turborepo by itself, and it takes a second one for impatience; the others may reach only us.
// Interrupted, it stops its tasks and reports success; nobody should take that for passed tests.
let interruptedBy: NodeJS.Signals | undefined;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    interruptedBy = signal;
    if (signal !== "SIGINT") turborepo.kill(signal);
  });
}

turborepo.on("error", (error) => {
  console.error(`Turborepo could not be started: ${error.message}`);
  process.exit(1);
});
turborepo.on("exit", (code) => {
  process.exit(interruptedBy ? 128 + constants.signals[interruptedBy] : (code ?? 1));
});
