import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { MIGRATIONS } from '../../migrations';
import { EMBEDDED_LOGIN } from '../../src/platform/database/connection';
import { migrateUp } from '../../src/platform/database/migrate';
import { createDatabase, provision } from '../../src/platform/database/provision';
import { type EmbeddedDatabase, openEmbeddedDatabase } from '../../src/platform/embedded-database';
import { prepareChromium } from './chromium';
import { buildOnce } from './fund-process';
import { makeFastFolder } from './fast-folder';
import { prepareRedis, redisVersion } from './redis-binary';
import { isLongRun, reportFigures } from './reliability';

/** What Jest says of the run: which test files were asked for; none means all. */
interface Run {
  readonly testPathPatterns: { readonly patterns: readonly string[] };
}

/** The database that every test database is copied from. */
export const TEMPLATE = 'fund_template';
/** Where the running test server is; the test processes inherit it. */
export const SERVER_VARIABLE = 'FUND_TEST_SERVER';

declare global {
  var testServer: EmbeddedDatabase | undefined;
  var fastFolder: string | undefined;
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

/** Keeps for the report which PostgreSQL and which Redis the tests ran on. */
async function reportVersions({ host, port, superuser }: EmbeddedDatabase): Promise<void> {
  const client = new Client({ host, port, user: superuser, database: 'postgres' });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    reportFigures('versions', {
      postgresql: rows[0]?.server_version ?? null,
      redis: redisVersion() ?? null,
    });
  } finally {
    await client.end();
  }
}

/**
 * Starts a PostgreSQL of its own for this run of the tests and migrates the template once; makes sure
 * that there are the programs that some tests start: a build where all run, Redis, and a browser where the console is tested.
 */
export default async function startDatabase(run: Run): Promise<void> {
  prepareRedis();
  const { patterns } = run.testPathPatterns;
  if (patterns.length === 0) await buildOnce();
  if (patterns.length === 0 || patterns.some((pattern) => pattern.includes('console'))) {
    prepareChromium();
  }
  globalThis.fastFolder = makeFastFolder();
  // Every process of the tests inherits it.
  if (globalThis.fastFolder !== undefined) process.env['TMPDIR'] = globalThis.fastFolder;
  const server = await openEmbeddedDatabase({ folder: mkdtempSync(join(tmpdir(), 'fund-test-')) });
  const { host, port, superuser } = server;
  await createMigratedDatabase(server, TEMPLATE);
  if (isLongRun) await reportVersions(server);
  process.env[SERVER_VARIABLE] = JSON.stringify({ host, port, superuser });
  globalThis.testServer = server;
}
