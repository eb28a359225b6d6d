import type { LogLevel } from "@partner-referrals/server/log";
import type { Seed } from "./admin/seed.ts";

/** How a sandbox is started. */
export interface SandboxOptions {
  /** Default: 4020. 0 takes any free port. */
  readonly port?: number;
  /** Default: `127.0.0.1`, which only this machine can reach. */
  readonly host?: string;
  /** What every universe starts with. With `data`, only if the file is new. */
  readonly seed?: Seed;
  /** A file to keep the default universe in. Without it, or a database, everything is in memory. */
  readonly data?: string;
  /**
   * Where callers and receivers of events reach the sandbox, such as `https://sandbox.example`, if not at the address that it
   * listens on.
   */
  readonly publicUrl?: string;
  /** What requests to the admin API have to send as `sandbox-control-key`. Default: nothing. */
  readonly controlKey?: string;
  /** How many universes there can be. Default: 1,000. */
  readonly maxUniverses?: number;
  /** Makes the ids of new referrals the same in each run. */
  readonly idSeed?: string;
  /** What is logged, as JSON lines on standard error. Default: `warn`. */
  readonly logLevel?: LogLevel;
  /** Whether the admin API can be reached over HTTP. Default: where the host is this machine alone, or there is a key. */
  readonly httpControl?: boolean;
  /**
   * Names that requests may call the sandbox by, when it listens on this machine alone. Default: `localhost`, the names
   * below it, and loopback addresses. Requests for any other host are rejected, as a web page may have sent them.
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Origins of web pages, such as `http://localhost:4000`, that may call the sandbox from a browser, its admin API too.
   * Default: none.
   */
  readonly allowedOrigins?: readonly string[];
  /** Hosts, besides this machine, that events may be sent to. */
  readonly allowedWebhookHosts?: readonly string[];
  /** How long the second attempt to deliver an event waits, in milliseconds; the wait doubles each time. Default: 1,000. */
  readonly webhookRetryDelay?: number;
  /** The token of `client`: `<organization>:<role>`. Default: an administrator of Proseware. */
  readonly token?: string;
}

/** How a sandbox is started that keeps everything in a database. */
export interface SharedSandboxOptions extends Omit<SandboxOptions, "data"> {
  /**
   * A PostgreSQL database, such as `postgres://sandbox:secret@db.example/sandbox`, to keep all universes in. Any number of
   * sandboxes with the same database are one service.
   */
  readonly database: string;
  /** How many connections to the database there are at most. Default: 10. */
  readonly databaseConnections?: number;
}

/** Either. */
export type ServerOptions = SandboxOptions & Partial<Omit<SharedSandboxOptions, keyof SandboxOptions>>;
