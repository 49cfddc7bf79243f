import { uuidv7 } from 'uuidv7';
import { facts, type Pool, post } from '../accounting';
import type { Fen } from '../money';
import type { Work } from '../platform/work';
import { Appropriation } from './appropriation.entity';

/** Records that budget money came into a pool. */
export async function appropriate(work: Work, pool: Pool, amount: Fen): Promise<void> {
  const { requestId } = await post(work, facts.appropriated(pool, amount));
  await work.tx.insert(Appropriation, {
    id: uuidv7(),
    bookId: work.bookId,
    pool,
    amountFen: amount,
    appropriatedOn: work.on,
    requestId,
  });
}
