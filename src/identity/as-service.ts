import type { EntityManager } from 'typeorm';
import { APP_ROLE } from '../platform/database/connection';

/**
 * Runs a part of a caller's transaction with the rights of the service: what is allowed by something else
 * than the caller's own rows, such as a decision that others took. Who calls stays known to the database,
 * so that triggers go on keeping requests and holds to the caller's own books.
 */
export async function asService<T>(
  tx: EntityManager,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  const enter = (role: string) => tx.query(`SELECT set_config('role', $1, true)`, [role]);
  const [former] = await tx.query<{ role: string }[]>(`SELECT current_setting('role') AS role`);
  if (former === undefined) throw new Error('the database told no role');
  await enter(APP_ROLE);
  try {
    return await work(tx);
  } finally {
    // Where a statement was refused the transaction is over, and the role with it.
    await enter(former.role).catch(() => undefined);
  }
}
