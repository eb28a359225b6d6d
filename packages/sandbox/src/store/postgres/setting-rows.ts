import type { Connection } from "./connect.ts";
import { schema } from "./migrations.ts";

/** A text that all instances share. */
export async function readSetting({ query }: Connection, name: string): Promise<string | undefined> {
  const [row] = await query(`SELECT value FROM ${schema}.settings WHERE name = $1`, [name]);
  return row === undefined ? undefined : String(row.value);
}

/** Sets a text unless another instance has set it since `known` was read. Returns the one that counts. */
export async function replaceSetting(
  connection: Connection,
  name: string,
  known: string | undefined,
  value: string,
): Promise<string> {
  await connection.query(
    `INSERT INTO ${schema}.settings (name, value) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE settings.value = $3`,
    [name, value, known ?? ""],
  );
  return (await readSetting(connection, name)) ?? value;
}
