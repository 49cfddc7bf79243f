import { randomBytes } from 'node:crypto';
import { Client, type ClientConfig } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations';
import { reachDatabase } from '../../database';
import type { Config } from '../../platform/config';
import {
  APP_ROLE,
  clientSettings,
  type DatabaseAddress,
  dataSourceOptions,
  OWNER_ROLE,
} from '../../platform/database/connection';
import { migrateUp } from '../../platform/database/migrate';
import { provision } from '../../platform/database/provision';
import { ENTITIES } from '../../schema';

/** A database that is there for one benchmark only. */
export interface BenchDatabase {
  readonly service: DatabaseAddress;
  readonly owner: DatabaseAddress;
  readonly dataSource: DataSource;
  /** Opens a connection in the service's role. */
  connect(): Promise<Client>;
  /** Gathers what the planner goes by, as a running installation does by itself. */
  analyze(): Promise<void>;
  /** The same, and marks what everybody sees, which a running installation does by itself as well. */
  vacuum(): Promise<void>;
  drop(): Promise<void>;
}

const CONNECTIONS = 12;

function inDatabase(address: DatabaseAddress, database: string): DatabaseAddress {
  if (!('url' in address)) return { ...address, database };
  const url = new URL(address.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

async function runAs(settings: ClientConfig, statement: string): Promise<void> {
  const client = new Client(settings);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const bareSettings = (address: DatabaseAddress): ClientConfig =>
  'url' in address ? { connectionString: address.url } : { ...address };

/** Makes an empty, migrated database beside the configured one. */
export async function openBenchDatabase(
  config: Config,
  say: (message: string) => void,
): Promise<BenchDatabase> {
  const access = await reachDatabase(config, say);
  const name = `fund_bench_${randomBytes(6).toString('hex')}`;
  const owner = inDatabase(access.migrator, name);
  const service = inDatabase(access.service, name);
  const dataSource = new DataSource(
    dataSourceOptions(service, APP_ROLE, {
      entities: ENTITIES,
      migrations: [],
      poolSize: CONNECTIONS,
    }),
  );
  const drop = async (): Promise<void> => {
    try {
      if (dataSource.isInitialized) await dataSource.destroy();
      await runAs(bareSettings(access.migrator), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    } finally {
      await access.release();
    }
  };
  try {
    await runAs(bareSettings(access.migrator), `CREATE DATABASE ${name}`);
    await provision(owner, access.serviceLogin);
    await migrateUp(owner, MIGRATIONS);
    await dataSource.initialize();
  } catch (error) {
    await drop();
    throw error;
  }
  const connect = async (): Promise<Client> => {
    const client = new Client(clientSettings(service, APP_ROLE));
    await client.connect();
    return client;
  };
  const asOwner = (statement: string) => (): Promise<void> =>
    runAs(clientSettings(owner, OWNER_ROLE), statement);
  return {
    ...{ service, owner, dataSource, connect, drop },
    ...{ analyze: asOwner('ANALYZE'), vacuum: asOwner('VACUUM ANALYZE') },
  };
}
