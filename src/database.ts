import { resolve } from 'node:path';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations';
import type { Config } from './platform/config';
import {
  APP_ROLE,
  clientSettings,
  type DatabaseAddress,
  dataSourceOptions,
  EMBEDDED_LOGIN,
} from './platform/database/connection';
import { migrateUp } from './platform/database/migrate';
import { createDatabase, provision } from './platform/database/provision';
import { defaultDataFolder, openEmbeddedDatabase } from './platform/embedded-database';
import { ENTITIES } from './schema';

const EMBEDDED_DATABASE = 'fund';

/** The database of this process, and how to leave it. */
export interface FundDatabase {
  readonly dataSource: DataSource;
  readonly embedded: boolean;
  /** Where the data are, in words. */
  readonly place: string;
  /** Settings for a bare client of the service's role, e.g. to listen. */
  readonly clientSettings: Record<string, string | number | boolean>;
  close(): Promise<void>;
}

/** Where the database is and as whom to enter it; release it when done. */
export interface DatabaseAccess {
  readonly service: DatabaseAddress;
  readonly migrator: DatabaseAddress;
  readonly serviceLogin: string | undefined;
  readonly place: string;
  readonly release: () => Promise<void>;
}

const loginOf = (url: string): string => decodeURIComponent(new URL(url).username);

/** Finds the configured database, or starts or joins the embedded one; changes nothing in it. */
export async function reachDatabase(
  config: Config,
  say: (message: string) => void,
): Promise<DatabaseAccess> {
  if (config.databaseUrl !== undefined) {
    const { host, pathname } = new URL(config.databaseUrl);
    return {
      service: { url: config.databaseUrl },
      migrator: { url: config.migrationDatabaseUrl ?? config.databaseUrl },
      serviceLogin: loginOf(config.databaseUrl) || undefined,
      place: `${host}${pathname}`,
      release: () => Promise.resolve(),
    };
  }
  const projectFolder = resolve(__dirname, '..', '..');
  const folder = config.dataFolder ?? defaultDataFolder(projectFolder);
  const server = await openEmbeddedDatabase({ folder, say });
  const { host, port, superuser } = server;
  try {
    await createDatabase({ host, port, superuser }, EMBEDDED_DATABASE);
  } catch (error) {
    await server.release();
    throw error;
  }
  return {
    service: { host, port, user: EMBEDDED_LOGIN, database: EMBEDDED_DATABASE },
    migrator: { host, port, user: superuser, database: EMBEDDED_DATABASE },
    serviceLogin: EMBEDDED_LOGIN,
    place: server.folder,
    release: () => server.release(),
  };
}

/**
 * Makes the schema what this version needs: roles, schemas, migrations.
 *
 * @returns the names of the migrations that ran
 */
export async function migrateDatabase(
  config: Config,
  say: (message: string) => void,
): Promise<string[]> {
  const access = await reachDatabase(config, say);
  try {
    return await migrate(access);
  } finally {
    await access.release();
  }
}

async function migrate({ migrator, serviceLogin }: DatabaseAccess): Promise<string[]> {
  await provision(migrator, serviceLogin);
  return migrateUp(migrator, MIGRATIONS);
}

/** Opens the configured database, or the embedded one, with its schema brought up to date. */
export async function openDatabase(
  config: Config,
  say: (message: string) => void,
): Promise<FundDatabase> {
  const access = await reachDatabase(config, say);
  try {
    await migrate(access);
    const dataSource = new DataSource(
      dataSourceOptions(access.service, APP_ROLE, {
        entities: ENTITIES,
        migrations: [],
        poolSize: config.databasePoolSize,
      }),
    );
    await dataSource.initialize();
    return {
      dataSource,
      embedded: config.databaseUrl === undefined,
      place: access.place,
      clientSettings: clientSettings(access.service, APP_ROLE),
      close: async () => {
        if (dataSource.isInitialized) await dataSource.destroy();
        await access.release();
      },
    };
  } catch (error) {
    await access.release();
    throw error;
  }
}
