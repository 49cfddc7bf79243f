import { types } from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { SnakeCaseNaming } from './naming';

// Business dates stay the text PostgreSQL sends; a Date would drag a time zone in.
types.setTypeParser(types.builtins.DATE, (text) => text);

/** The group role that owns every table and function; nobody logs in as it. */
export const OWNER_ROLE = 'fund_owner';
/** The group role of the running service: reads, writes its own rows, calls the kernel's functions. */
export const APP_ROLE = 'fund_app';
/** The group role in which the service works for a caller: it sees what the row policies let through. */
export const WEB_ROLE = 'fund_web';
/** The login of the service on the embedded database. */
export const EMBEDDED_LOGIN = 'fund_service';
/** Schema of the features' tables; the kernel's is `ledger`. */
export const FEATURE_SCHEMA = 'fund';

/** Where a PostgreSQL database is and as whom to enter it. */
export type DatabaseAddress =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly database: string;
    };

/** No statement of the service takes longer than this, so that none holds its locks for ever. */
const STATEMENT_LIMIT = '60s';
/** The limit for what reads or changes whole books: closing, recomputing, verifying, migrations. */
export const WHOLE_BOOK_LIMIT = '6h';

/**
 * The startup options that put a session into one of the group roles. What is acknowledged is on
 * disk, whatever the defaults of the server, the database or the login.
 */
export function sessionOptions(role: string, statementLimit = STATEMENT_LIMIT): string {
  const settings = {
    role,
    search_path: `${FEATURE_SCHEMA},pg_temp`,
    timezone: 'UTC',
    datestyle: 'ISO',
    statement_timeout: statementLimit,
    synchronous_commit: 'on',
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** Settings for a bare `pg` client at the address, in the given group role. */
export function clientSettings(
  address: DatabaseAddress,
  role: string,
): Record<string, string | number | boolean> {
  const place =
    'url' in address
      ? { connectionString: address.url }
      : { host: address.host, port: address.port, user: address.user, database: address.database };
  return { ...place, options: sessionOptions(role), application_name: 'fund', keepAlive: true };
}

/** What TypeORM needs for the address, in the given group role. */
export function dataSourceOptions(
  address: DatabaseAddress,
  role: string,
  parts: {
    entities: readonly (new () => object)[];
    migrations: readonly (new () => object)[];
    poolSize: number;
    statementLimit?: string;
  },
): DataSourceOptions {
  const place =
    'url' in address
      ? { url: address.url }
      : {
          host: address.host,
          port: address.port,
          username: address.user,
          database: address.database,
        };
  return {
    type: 'postgres',
    ...place,
    schema: FEATURE_SCHEMA,
    entities: [...parts.entities],
    migrations: [...parts.migrations] as never,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeCaseNaming(),
    applicationName: 'fund',
    poolSize: parts.poolSize,
    synchronize: false,
    logging: false,
    extra: { options: sessionOptions(role, parts.statementLimit), keepAlive: true },
  };
}
