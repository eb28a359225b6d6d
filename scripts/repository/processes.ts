/** The processes of this machine, as `ps` shows them. */
import { spawnSync } from "node:child_process";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The process group: Ctrl-C in a terminal reaches all of it. */
  readonly group: number;
  /** The command line. */
  readonly command: string;
}

const LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/;

/** Every process that still runs; empty where there is no `ps`. Those that only wait to be reaped do not count. */
export function listProcesses(): Process[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,state=,args="], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [, pid, parent, group, state, command] = LINE.exec(line) ?? [];
    if (state === undefined || command === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }];
  });
}
