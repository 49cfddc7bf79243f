import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS } from '../../migrations';
import { EMBEDDED_LOGIN } from '../../src/platform/database/connection';
import { migrateUp } from '../../src/platform/database/migrate';
import { createDatabase, provision } from '../../src/platform/database/provision';
import { type EmbeddedDatabase, openEmbeddedDatabase } from '../../src/platform/embedded-database';
import { prepareRedis } from './redis-binary';

/** The database that every test database is copied from. */
export const TEMPLATE = 'fund_template';
/** Where the running test server is; the test processes inherit it. */
export const SERVER_VARIABLE = 'FUND_TEST_SERVER';

declare global {
  var testServer: EmbeddedDatabase | undefined;
}

/** Makes a database on a server and brings its schema up to date. */
export async function createMigratedDatabase(
  { host, port, superuser }: EmbeddedDatabase,
  database: string,
): Promise<void> {
  await createDatabase({ host, port, superuser }, database);
  const address = { host, port, user: superuser, database };
  await provision(address, EMBEDDED_LOGIN);
  await migrateUp(address, MIGRATIONS);
}

/**
 * Starts a PostgreSQL of its own for this run of the tests and migrates the template once; makes sure
 * that there is a Redis for the tests that start one.
 */
export default async function startDatabase(): Promise<void> {
  prepareRedis();
  const server = await openEmbeddedDatabase({ folder: mkdtempSync(join(tmpdir(), 'fund-test-')) });
  const { host, port, superuser } = server;
  await createMigratedDatabase(server, TEMPLATE);
  process.env[SERVER_VARIABLE] = JSON.stringify({ host, port, superuser });
  globalThis.testServer = server;
}
