import { type Logger, pino } from "pino";
import type { Violation } from "./check/violation.ts";
import type { Route } from "./contract/routes.ts";

/** From the most talkative to none. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export type LogLevel = (typeof logLevels)[number];

export type { Logger };

/** A logger that writes JSON lines to standard error. Nothing logged holds a body, a token or a query value. */
export function createLogger(name: string, level: LogLevel): Logger {
  return pino({ level, base: { name } }, pino.destination({ fd: 2, sync: true }));
}

/** The most violations in one line. */
const mostLogged = 20;

/** What a log line says of an operation: never the path that was asked for, which may hold an id. */
export function routeFields(route: Route): { operationId: string; method: string; path: string } {
  return { operationId: route.id, method: route.method.toUpperCase(), path: route.path };
}

export function violationFields(violations: readonly Violation[], on: "request" | "response"): object[] {
  return violations.slice(0, mostLogged).map((violation) => ({ on, ...violation }));
}
