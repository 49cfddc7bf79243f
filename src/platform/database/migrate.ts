import { DataSource } from 'typeorm';
import {
  type DatabaseAddress,
  dataSourceOptions,
  OWNER_ROLE,
  WHOLE_BOOK_LIMIT,
} from './connection';

type Migrations = readonly (new () => object)[];

async function asOwner<T>(
  address: DatabaseAddress,
  migrations: Migrations,
  work: (owner: DataSource) => Promise<T>,
): Promise<T> {
  const owner = new DataSource(
    dataSourceOptions(address, OWNER_ROLE, {
      entities: [],
      migrations,
      poolSize: 2,
      statementLimit: WHOLE_BOOK_LIMIT,
    }),
  );
  await owner.initialize();
  try {
    return await work(owner);
  } finally {
    await owner.destroy();
  }
}

/**
 * Runs the migrations that are missing, in order, each in its transaction; one process at a time.
 *
 * @returns the names of those that ran
 */
export async function migrateUp(
  address: DatabaseAddress,
  migrations: Migrations,
): Promise<string[]> {
  return asOwner(address, migrations, async (owner) => {
    const guard = owner.createQueryRunner();
    try {
      await guard.query(`SELECT pg_advisory_lock(hashtext('fund.migrate'))`);
      const ran = await owner.runMigrations();
      return ran.map(({ name }) => name);
    } finally {
      await guard.query(`SELECT pg_advisory_unlock(hashtext('fund.migrate'))`);
      await guard.release();
    }
  });
}

/** Takes every migration back, the last one first. For tests and trial databases: the data goes too. */
export async function migrateDown(address: DatabaseAddress, migrations: Migrations): Promise<void> {
  await asOwner(address, migrations, async (owner) => {
    let left = migrations.length;
    while (left > 0) {
      await owner.undoLastMigration();
      left -= 1;
    }
  });
}
