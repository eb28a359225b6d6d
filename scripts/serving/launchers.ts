/** Finds the processes between the user's shell and this one: npx, pnpm and the shells that they use. */
import { listProcesses, type Process } from "../repository/processes.ts";

const PACKAGE_MANAGER = /^(\S*\/)?(npm|npx|pnpm)\b|^(\S*\/)?node \S*(npm|npx|pnpm)\b/;
const SHELL = /^(\S*\/)?(sh|bash|dash|zsh) -c /;

/**
 * The launchers of `pid`, nearest first, up to the outermost package manager. Whoever started that one
 * (a terminal, a CI step) may end without ending us.
 */
export function launchersOf(pid: number, processes: readonly Process[] = listProcesses()): number[] {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const chain: Process[] = [];
  let ancestor = byPid.get(byPid.get(pid)?.parent ?? 0);
  while (ancestor && (PACKAGE_MANAGER.test(ancestor.command) || SHELL.test(ancestor.command))) {
    chain.push(ancestor);
    ancestor = byPid.get(ancestor.parent);
  }
  const outermost = chain.findLastIndex(({ command }) => PACKAGE_MANAGER.test(command));
  return chain.slice(0, outermost + 1).map((process) => process.pid);
}
