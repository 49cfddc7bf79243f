import type { DataSource, EntityManager } from 'typeorm';
import { WEB_ROLE } from '../platform/database/connection';
import { inTransaction } from '../platform/database/transaction';
import type { Caller } from './caller';

/**
 * Runs `work` in one transaction that sees and writes what the caller may, and nothing else: the
 * database holds it to that by row-level security, whatever the code in `work` asks for.
 *
 * @param options `snapshot`: everything is read as of one moment
 */
export async function asCaller<T>(
  dataSource: DataSource,
  caller: Caller,
  work: (tx: EntityManager) => Promise<T>,
  options: { readonly snapshot?: true } = {},
): Promise<T> {
  return inTransaction(dataSource, async (tx) => {
    if (options.snapshot === true)
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    // The role last: the settings are read by its policies.
    await tx.query(
      `SELECT set_config('app.caller', $1, true), set_config('app.bureau', $2, true),
              set_config('app.credit_code', $3, true), set_config('app.sandbox', $4, true),
              set_config('role', '${WEB_ROLE}', true)`,
      [caller.personId, caller.bureauId ?? '', caller.creditCode ?? '', String(caller.sandbox)],
    );
    return work(tx);
  });
}
