/** `node scripts/turbo.ts run <task>…`: Turborepo as this repository uses it, see repository/turborepo.ts. */
import { spawnTurborepo } from "./repository/turborepo.ts";

const turborepo = spawnTurborepo(process.argv.slice(2), { stdio: "inherit" });

// Ctrl-C reaches Turborepo too; it stops its tasks, and we leave with its answer.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => turborepo.kill(signal));

turborepo.on("error", (error) => {
  console.error(`Turborepo could not be started: ${error.message}`);
  process.exit(1);
});
turborepo.on("exit", (code) => process.exit(code ?? 1));
