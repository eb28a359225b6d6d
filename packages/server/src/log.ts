import { type Logger, pino } from "pino";
import type { Violation } from "./violations.ts";

export type { Logger };

/** From the most detailed to none. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export type LogLevel = (typeof logLevels)[number];

/** How many violations one line lists. */
const maxLogged = 20;

/**
 * A logger that writes JSON lines to standard error. Callers log names from the contract and violations: no body, token,
 * query value or path that was requested.
 */
export function createLogger(name: string, level: LogLevel): Logger {
  return pino({ level, base: { name } }, pino.destination({ fd: 2, sync: true }));
}

/** Violations as a log line lists them. They hold no value of the message. */
export function violationFields(violations: readonly Violation[], on: "request" | "response"): object[] {
  return violations.slice(0, maxLogged).map((violation) => ({ on, ...violation }));
}
