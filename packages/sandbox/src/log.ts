export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Writes JSON lines to standard error. Callers see to it that no token and no body is among the fields. */
export interface Log {
  /** Tells of every answer. */
  answered?: (fields: Readonly<Record<string, unknown>>) => void;
  /** Tells of what should not have happened. */
  failed(error: unknown): void;
}

/** A log of its own, because that of Fastify makes an object for each request, whether or not it is logged. */
export function createLog(level: LogLevel): Log {
  const isLogged = (wanted: LogLevel) => logLevels.indexOf(wanted) <= logLevels.indexOf(level);
  const write = (name: LogLevel, fields: object) => {
    process.stderr.write(`${JSON.stringify({ level: name, time: new Date().toISOString(), ...fields })}\n`);
  };
  return {
    ...(isLogged("info") && { answered: (fields) => write("info", { message: "answered", ...fields }) }),
    failed(error) {
      if (!isLogged("error")) return;
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      write("error", { message: "A request could not be answered", reason });
    },
  };
}
