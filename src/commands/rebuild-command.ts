import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import { Book, rebuildCheck } from '../ledger';
import { formatYuan } from '../money';
import { Progress } from './progress';

/**
 * Recomputes the figures of one book or of all and compares them; yields each book that is whole.
 *
 * @throws DomainError NOT_FOUND there is no such book
 * @throws DomainError BALANCES_DIFFER with the first account that differs
 */
export async function* rebuild(
  { dataSource }: FundDatabase,
  code: string | undefined,
  progress = new Progress(),
): AsyncGenerator<string> {
  const books = await dataSource.manager.find(Book, {
    order: { id: 'ASC' },
    ...(code !== undefined && { where: { code } }),
  });
  if (code !== undefined && books.length === 0) {
    throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  }
  for (const [place, book] of books.entries()) {
    progress.of(book.code)(place, books.length);
    const difference = await rebuildCheck(dataSource, book.id);
    if (difference !== undefined) {
      const { figure, month, stored, recomputed } = difference;
      const show = (value: bigint): string =>
        figure === 'entries' ? value.toString() : formatYuan(value);
      throw new DomainError('BALANCES_DIFFER', 'conflict', {
        book: book.code,
        account: difference.code,
        accountId: difference.account.toString(),
        figure,
        month,
        stored: stored === null ? null : show(stored),
        recomputed: show(recomputed),
      });
    }
    progress.clear();
    yield book.code;
  }
}
