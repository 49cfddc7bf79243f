import type { EntityManager } from 'typeorm';
import type { ToldCase } from './case-file';

const ANY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The accounts of a book that holds one case, by code and dimensions, with what is posted to them and held on them. Ids
 * are not told apart, as they differ from book to book; an organization is called as the case file calls it.
 */
export async function accountsOf(
  reader: EntityManager,
  bookId: number,
  { organizations }: ToldCase,
): Promise<string[]> {
  const refs = new Map(organizations.map(({ uscc, ref }) => [uscc, ref]));
  const rows = await reader.query<{ code: string; dimensions: string[]; money: string }[]>(
    `SELECT a.code, ARRAY[a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4] AS dimensions,
            b.posted || ', held ' || b.held AS money
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
      WHERE a.book_id = $1 AND (b.posted <> 0 OR b.held <> 0)`,
    [bookId],
  );
  const name = (value: string): string => (ANY_ID.test(value) ? 'id' : (refs.get(value) ?? value));
  return rows
    .map(({ code, dimensions, money }) => `${code} ${dimensions.map(name).join('/')}: ${money}`)
    .toSorted();
}
