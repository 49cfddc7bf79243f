import { Client, type ClientConfig } from 'pg';
import { DataSource } from 'typeorm';
import {
  APP_ROLE,
  clientSettings,
  type DatabaseAddress,
  dataSourceOptions,
  EMBEDDED_LOGIN,
} from '../../src/platform/database/connection';
import { ENTITIES } from '../../src/schema';
import { SERVER_VARIABLE, TEMPLATE } from './start-database';

interface Server {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
}

/** A database of its own for one test file, entered as the service enters it. */
export interface TestDatabase {
  readonly name: string;
  readonly dataSource: DataSource;
  /** As the service's login, in the service's role. */
  readonly serviceAddress: DatabaseAddress;
  readonly serviceClient: ClientConfig;
  /** As the superuser of the server. */
  readonly superuserAddress: DatabaseAddress;
  readonly superuserClient: ClientConfig;
  drop(): Promise<void>;
}

export function testServer(): Server {
  const described = process.env[SERVER_VARIABLE];
  if (described === undefined) throw new Error('the test server is not running');
  return JSON.parse(described) as Server;
}

/** Runs statements as the superuser, in the given database. */
export async function asSuperuser<T>(
  database: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { host, port, superuser } = testServer();
  const client = new Client({ host, port, user: superuser, database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Changes the options that a session of the service starts with. */
export type ChangeSession = (options: string) => string;

/** Opens connections as the service does, with other session options where a test wants them. */
export async function connectAsService(
  address: DatabaseAddress,
  poolSize: number,
  changeSession: ChangeSession = (options) => options,
): Promise<DataSource> {
  const usual = dataSourceOptions(address, APP_ROLE, {
    entities: ENTITIES,
    migrations: [],
    poolSize,
  });
  const extra = usual.extra as { options: string };
  const dataSource = new DataSource({
    ...usual,
    extra: { ...extra, options: changeSession(extra.options) },
  });
  return dataSource.initialize();
}

let made = 0;

/** Makes a database: a copy of the migrated template, or an empty one. */
export async function createTestDatabase(
  options: {
    readonly migrated?: boolean;
    readonly poolSize?: number;
    readonly changeSession?: ChangeSession;
  } = {},
): Promise<TestDatabase> {
  const { host, port, superuser } = testServer();
  made += 1;
  const name = `test_${String(process.pid)}_${String(made)}_${Date.now().toString(36)}`;
  const template = options.migrated === false ? '' : ` TEMPLATE ${TEMPLATE}`;
  await asSuperuser('postgres', (client) => client.query(`CREATE DATABASE ${name}${template}`));
  const serviceAddress: DatabaseAddress = { host, port, user: EMBEDDED_LOGIN, database: name };
  const { poolSize = 10, changeSession } = options;
  const dataSource = await connectAsService(serviceAddress, poolSize, changeSession);
  return {
    name,
    dataSource,
    serviceAddress,
    serviceClient: clientSettings(serviceAddress, APP_ROLE),
    superuserAddress: { host, port, user: superuser, database: name },
    superuserClient: { host, port, user: superuser, database: name },
    drop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await asSuperuser('postgres', (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}
