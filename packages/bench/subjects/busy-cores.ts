/** Who keeps the processors busy while something is measured. */
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";

/** How many processors were busy on average, by whom. */
export interface BusyCores {
  /** The processes that were asked for; null where the system does not tell. */
  readonly processes: number | null;
  /** This process, which sends the load. */
  readonly load: number;
  /** Everything else on this machine, such as a database; null where the processes are. */
  readonly rest: number | null;
}

/** Runs something and measures the processor time meanwhile. */
export async function measureBusyCores<Result>(
  pids: readonly number[],
  run: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly busy: BusyCores }> {
  const before = await readTimes(pids);
  const started = performance.now();
  const result = await run();
  const elapsed = performance.now() - started;
  const after = await readTimes(pids);
  const load = (after.own - before.own) / elapsed;
  if (before.processes === null || after.processes === null)
    return { result, busy: { processes: null, load, rest: null } };
  const processes = (after.processes - before.processes) / elapsed;
  // The clocks of processes and of the machine tick at different times.
  const rest = Math.max(0, (after.machine - before.machine) / elapsed - load - processes);
  return { result, busy: { processes, load, rest } };
}

/** In milliseconds. */
interface Times {
  readonly machine: number;
  readonly own: number;
  readonly processes: number | null;
}

async function readTimes(pids: readonly number[]): Promise<Times> {
  const each = await Promise.all(pids.map(processTime));
  const { user, system } = process.cpuUsage();
  return {
    machine: cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0),
    own: (user + system) / 1000,
    processes: each.some((time) => time === null)
      ? null
      : each.reduce<number>((sum, time) => sum + (time ?? 0), 0),
  };
}

/** Of a process, from Linux's `/proc`, which counts in hundredths of a second. */
async function processTime(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  // The second field, the name, may have spaces. User and system time are fields 14 and 15.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
