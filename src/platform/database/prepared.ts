import type { EntityManager, QueryRunner } from 'typeorm';
import type { ClientBase, QueryResultRow } from 'pg';

/** A statement that each connection plans only a few times. */
export interface Prepared {
  /** Of this text alone. */
  readonly name: string;
  /** It names its columns: with `*` it would fail in sessions that are older than a new column. */
  readonly text: string;
}

async function run<T extends QueryResultRow>(
  runner: QueryRunner,
  statement: Prepared,
  values: readonly unknown[],
): Promise<T[]> {
  const client = (await runner.connect()) as ClientBase;
  const { rows } = await client.query<T>({ ...statement, values: [...values] });
  return rows;
}

/**
 * Runs a statement as one that is prepared on its connection (PREPARE): for what is asked all the time and is found by
 * a key, where planning takes longer than the answer. Not for lists, which need other plans for other values.
 */
export async function queryPrepared<T extends QueryResultRow>(
  { queryRunner: underway, dataSource }: EntityManager,
  statement: Prepared,
  values: readonly unknown[],
): Promise<T[]> {
  if (underway !== undefined) return run(underway, statement, values);
  const runner = dataSource.createQueryRunner();
  try {
    return await run(runner, statement, values);
  } finally {
    await runner.release();
  }
}
