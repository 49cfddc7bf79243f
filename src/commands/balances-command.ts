import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import { bookByCode } from '../ledger';
import { type AccountPage, accountSelection, readAccountPage } from '../reports';
import { z } from 'zod';

const PAGE = 200;
const selectionSchema = z.strictObject(accountSelection);

/** What `fund balances` is asked for; all but the book are as over HTTP. */
export type BalancesOptions = z.input<typeof selectionSchema> & { readonly book: string };

/**
 * Reads the accounts of a book that are asked for, one by one, and then their total, all as of one moment.
 *
 * @throws DomainError NOT_FOUND there is no such book
 * @throws DomainError PARAMETER_INVALID what is asked for is no code, day or time
 */
export async function listBalances(
  { dataSource }: FundDatabase,
  { book, ...asked }: BalancesOptions,
  tell: (line: AccountPage['items'][number] | { readonly total: string | null }) => void,
): Promise<void> {
  const selection = selectionSchema.safeParse(asked);
  if (!selection.success) {
    throw new DomainError('PARAMETER_INVALID', 'invalid', {
      faults: selection.error.issues.map(({ path, message }) => ({
        pointer: `/${path.map(String).join('/')}`,
        message,
      })),
    });
  }
  await dataSource.transaction('REPEATABLE READ', async (tx) => {
    const { id } = await bookByCode(tx, book);
    for (let after: AccountPage['last']; ;) {
      const place = { limit: PAGE, ...(after && { after }) };
      const { items, last, total } = await readAccountPage(tx, id, selection.data, place);
      for (const item of items) tell(item);
      if (items.length < PAGE) {
        tell({ total });
        return;
      }
      after = last;
    }
  });
}
