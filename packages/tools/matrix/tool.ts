/** What a tool of the matrix is, and what it is given. */
import type { Runtime } from "./runtimes.ts";

/** The published documents. */
export type DocumentName = "openapi.json" | "openapi-3.0.json" | "swagger-2.0.json";

/** A command and its arguments. */
export type Command = readonly [file: string, ...args: string[]];

/** Where a tool works, and what it works on. */
export interface Workshop {
  /** An empty folder of its own. */
  readonly folder: string;
  /** A folder that stays between runs: what is installed goes there. */
  readonly cache: string;
  /** The document that the tool reads. */
  readonly document: string;
  /** The folder of the programs that make the round trips. */
  readonly programs: string;
  /**
   * Runs a command in the tool's folder, and returns what it printed.
   *
   * @throws Error with the end of what it printed, when it fails or takes too long.
   */
  readonly run: (command: Command, options?: RunOptions) => Promise<string>;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A tool of the matrix. A step that it does not have is left out of the table. */
export interface Tool {
  /** What it is asked for by on the command line, such as `openapi-generator-java`. */
  readonly name: string;
  readonly version: string;
  readonly reads: DocumentName;
  /** What must be on the machine. Empty for a tool that npm alone brings. */
  readonly needs: readonly Runtime[];
  /** What a user of the tool does not get of the contract, each in a sentence. */
  readonly losses: readonly string[];
  /** Brings the tool itself. */
  readonly install?: (workshop: Workshop) => Promise<void>;
  /** Lets the tool read the document and write what it writes. */
  readonly generate: (workshop: Workshop) => Promise<void>;
  /** Compiles what was written, together with the program for the round trip. */
  readonly compile?: (workshop: Workshop) => Promise<void>;
  /** The command that makes the round trip. It gets the name of the file with the input, and prints a `RoundTrip`. */
  readonly roundTrip?: (workshop: Workshop) => Command;
}
