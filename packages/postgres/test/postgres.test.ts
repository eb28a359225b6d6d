import assert from "node:assert/strict";
import { test } from "node:test";
import { startPostgres } from "@partner-referrals/postgres";
import pg from "pg";

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("PostgreSQL starts, has what it stored after a crash, and is removed", async () => {
  const postgres = await startPostgres();
  try {
    await query(postgres.url, "CREATE TABLE things AS SELECT 'é' AS name");
    await postgres.crash();
    await assert.rejects(query(postgres.url, "SELECT 1"), { code: "ECONNREFUSED" });
    await postgres.start();
    assert.deepEqual(await query(postgres.url, "SELECT name FROM things"), [{ name: "é" }]);
  } finally {
    await postgres.remove();
  }
});
