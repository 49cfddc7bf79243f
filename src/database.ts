import { resolve } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations';
import {
  BullWakeUp,
  describeMissing,
  findMissingGuards,
  PostgresWakeUp,
  type WakeUp,
} from './ledger';
import { type Bilingual, ExplainedError } from './errors';
import { FEATURE_GUARDS } from './guards';
import type { Config } from './platform/config';
import {
  APP_ROLE,
  clientSettings,
  type DatabaseAddress,
  dataSourceOptions,
  EMBEDDED_LOGIN,
  FEATURE_SCHEMA,
} from './platform/database/connection';
import { findUnsafeSettings } from './platform/database/durability';
import { migrateUp } from './platform/database/migrate';
import { createDatabase, provision } from './platform/database/provision';
import { sqlState } from './platform/database/transaction';
import { defaultDataFolder, openEmbeddedDatabase } from './platform/embedded-database';
import { RedisWatch } from './platform/redis';
import { ENTITIES } from './schema';

const EMBEDDED_DATABASE = 'fund';

/** The database of this process, and how to leave it. */
export interface FundDatabase {
  readonly dataSource: DataSource;
  readonly embedded: boolean;
  /** Where the data are, in words. */
  readonly place: string;
  /** Carries hints to whoever posts. */
  readonly wakeUp: WakeUp;
  /** The Redis that the hints travel on, where there is one. */
  readonly redis?: RedisWatch;
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

/** Says a notice in the language of whoever runs the process. */
const inLanguage =
  ({ language }: Config, say: (message: string) => void) =>
  (notice: Bilingual): void => {
    say(notice[language]);
  };

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
  const server = await openEmbeddedDatabase({ folder, say: inLanguage(config, say) });
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

/** The ledger is not protected as it must be; nothing may be posted until somebody has looked. */
export class GuardMissingError extends ExplainedError {
  /** @param missing each table with what it lacks */
  constructor(missing: string) {
    super({
      en: [
        `Guards of the ledger are missing on: ${missing}. Nothing is posted until they are back.`,
        'Compare the tables with a backup, have the guards restored, and run `npx fund doctor`.',
      ],
      zh: [
        `账务表缺少防护措施：${missing}。恢复之前不再记账。`,
        '请将这些表与备份比对，恢复防护措施，然后运行 `npx fund doctor`。',
      ],
    });
  }
}

/** The server may lose what it acknowledged. */
export class NotDurableError extends ExplainedError {
  /** @param names of the settings that are off */
  constructor(names: string) {
    super({
      en: [
        `The database server may lose or damage in a crash what was committed: ${names} off.`,
        'Turn it on in postgresql.conf, and restart the server if it asks for that.',
      ],
      zh: [
        `数据库服务器崩溃时可能丢失或损坏已提交的内容：${names} 已关闭。`,
        '请在 postgresql.conf 中开启；如服务器要求，请重新启动。',
      ],
    });
  }
}

/** The schema is of a later version of the program than this one. */
export class SchemaTooNewError extends ExplainedError {
  constructor(place: string) {
    super({
      en: [
        `The database at ${place} was made by a later version of this program.`,
        'Use that version.',
      ],
      zh: [`数据库（${place}）由本程序的更高版本建立。`, '请使用该版本。'],
    });
  }
}

/**
 * Whether the service can enter and finds every migration of this version.
 *
 * @throws SchemaTooNewError
 */
async function isUpToDate(access: DatabaseAccess): Promise<boolean> {
  const client = new Client(clientSettings(access.service, APP_ROLE));
  try {
    await client.connect();
    const { rows } = await client.query<{ run: number }>(
      `SELECT count(*)::int AS run FROM ${FEATURE_SCHEMA}.migration`,
    );
    const run = rows[0]?.run ?? 0;
    if (run > MIGRATIONS.length) throw new SchemaTooNewError(access.place);
    return run === MIGRATIONS.length;
  } catch (error) {
    // Roles, schema or table are not made yet; anything else will show again when migrating.
    if (sqlState(error) === undefined) throw error;
    return false;
  } finally {
    await client.end();
  }
}

interface Hints {
  readonly redis: RedisWatch;
  readonly wakeUp: WakeUp;
  close(): Promise<void>;
}

/** What carries the hints where Redis is configured. */
async function openHints(
  config: Config,
  say: (message: string) => void,
): Promise<Hints | undefined> {
  if (config.redisUrl === undefined) return undefined;
  const redis = await RedisWatch.open(config.redisUrl, inLanguage(config, say));
  const wakeUp = await BullWakeUp.open(config.redisUrl);
  const close = async (): Promise<void> => {
    await wakeUp.close();
    redis.close();
  };
  return { redis, wakeUp, close };
}

/**
 * Opens the configured database, or the embedded one, with its schema brought up to date.
 *
 * @throws NotDurableError a crash of the server could lose or damage what was committed
 * @throws GuardMissingError a table of the ledger lacks one of its guards
 * @throws RedisUnfitError Redis refuses the login, or may forget hints
 */
export async function openDatabase(
  config: Config,
  say: (message: string) => void,
): Promise<FundDatabase> {
  const access = await reachDatabase(config, say);
  const dataSource = new DataSource(
    dataSourceOptions(access.service, APP_ROLE, {
      entities: ENTITIES,
      migrations: [],
      poolSize: config.databasePoolSize,
    }),
  );
  let hints: Hints | undefined;
  const close = async (): Promise<void> => {
    await hints?.close();
    if (dataSource.isInitialized) await dataSource.destroy();
    await access.release();
  };
  try {
    if (!(await isUpToDate(access))) await migrate(access);
    await dataSource.initialize();
    const unsafe = await findUnsafeSettings(dataSource);
    if (unsafe.length > 0) throw new NotDurableError(unsafe.join(', '));
    const missing = await findMissingGuards(dataSource, FEATURE_GUARDS);
    if (missing.length > 0) throw new GuardMissingError(describeMissing(missing));
    hints = await openHints(config, say);
    return {
      dataSource,
      embedded: config.databaseUrl === undefined,
      place: access.place,
      wakeUp:
        hints?.wakeUp ?? new PostgresWakeUp(dataSource, clientSettings(access.service, APP_ROLE)),
      ...(hints !== undefined && { redis: hints.redis }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
