import { businessDate, yearOf } from '../calendar';
import type { Work } from '../platform/work';

/** The next number of an application in the book's year, e.g. `垫2026-0001`; without gaps. */
export async function nextApplicationNumber({ tx, bookId, on }: Work): Promise<string> {
  const year = yearOf(businessDate(on));
  // Whoever comes next waits here until this one is committed, or takes the number again.
  const [row] = await tx.query<{ last: number }[]>(
    `INSERT INTO fund.advance_counter AS c (book_id, year, last) VALUES ($1, $2, 1)
     ON CONFLICT (book_id, year) DO UPDATE SET last = c.last + 1 RETURNING last`,
    [bookId, year],
  );
  if (row === undefined) throw new Error('the database gave no number');
  return `垫${String(year)}-${String(row.last).padStart(4, '0')}`;
}
