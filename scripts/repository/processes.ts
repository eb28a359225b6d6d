/** The processes of this machine, as `ps` shows them. */
import { spawnSync } from "node:child_process";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The command line. */
  readonly command: string;
}

const LINE = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/;

/** Every process that still runs; empty where there is no `ps`. Those that only wait to be reaped do not count. */
export function listProcesses(): Process[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,state=,args="], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [, pid, parent, state, command] = LINE.exec(line) ?? [];
    if (state === undefined || command === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** The processes that `pid` started, and those that they started. */
export function descendants(pid: number, processes = listProcesses()): number[] {
  const children = processes.filter((process) => process.parent === pid).map((process) => process.pid);
  return children.flatMap((child) => [child, ...descendants(child, processes)]);
}
