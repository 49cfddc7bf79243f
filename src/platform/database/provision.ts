import { Client } from 'pg';
import {
  APP_ROLE,
  type DatabaseAddress,
  EMBEDDED_LOGIN,
  FEATURE_SCHEMA,
  OWNER_ROLE,
  WEB_ROLE,
} from './connection';

const DUPLICATES = new Set(['42P04', '42710', '23505']);

async function unlessThere(client: Client, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    // CREATE … IF NOT EXISTS is missing for roles and databases, and races with another starter.
    if (!DUPLICATES.has((error as { code?: string }).code ?? '')) throw error;
  }
}

async function withClient<T>(settings: object, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(settings);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates the database of the embedded server when it is not there yet. */
export async function createDatabase(
  server: { host: string; port: number; superuser: string },
  database: string,
): Promise<void> {
  const settings = {
    host: server.host,
    port: server.port,
    user: server.superuser,
    database: 'postgres',
  };
  await withClient(settings, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      database,
    ]);
    if (rowCount === 0)
      await unlessThere(client, `CREATE DATABASE ${client.escapeIdentifier(database)}`);
  });
}

/**
 * Makes the roles and schemas that the migrations stand on. Needs a login that may create roles, or
 * roles that were made beforehand. Safe to repeat and to run from several processes at once.
 *
 * @param migrator the login that runs migrations
 * @param serviceLogin the login of the service; on the embedded database it is created too
 */
export async function provision(
  migrator: DatabaseAddress,
  serviceLogin: string | undefined,
): Promise<void> {
  const settings = 'url' in migrator ? { connectionString: migrator.url } : { ...migrator };
  await withClient(settings, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('fund.provision'))");
    for (const role of [OWNER_ROLE, APP_ROLE, WEB_ROLE]) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      if (rowCount === 0) await unlessThere(client, `CREATE ROLE ${role} NOLOGIN`);
    }
    if (serviceLogin === EMBEDDED_LOGIN) {
      await unlessThere(client, `CREATE ROLE ${EMBEDDED_LOGIN} LOGIN`);
    }
    const memberships: [string, string][] = [[OWNER_ROLE, client.user ?? '']];
    for (const role of [APP_ROLE, WEB_ROLE]) {
      memberships.push([role, serviceLogin ?? client.user ?? '']);
    }
    for (const [role, member] of memberships) {
      const { rows } = await client.query<{ is_member: boolean }>(
        "SELECT pg_has_role($1, $2, 'MEMBER') AS is_member",
        [member, role],
      );
      if (rows[0]?.is_member !== true)
        await client.query(`GRANT ${role} TO ${client.escapeIdentifier(member)}`);
    }
    for (const schema of ['ledger', FEATURE_SCHEMA]) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [
        schema,
      ]);
      if (rowCount === 0) await client.query(`CREATE SCHEMA ${schema} AUTHORIZATION ${OWNER_ROLE}`);
    }
  });
}
