import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import { type Publication, publicationCsv, readPublication } from '../earmarking';
import { bookByCode } from '../ledger';

/**
 * What is published of the damage money of a book for a year.
 *
 * @returns the publication, or its table as CSV
 * @throws DomainError NOT_FOUND there is no such book; PARAMETER_INVALID it is no year
 */
export async function publish(
  { dataSource }: FundDatabase,
  year: string,
  { book, csv }: { readonly book: string; readonly csv: boolean },
): Promise<Publication | string> {
  if (!/^(19|20|21)[0-9]{2}$/.test(year)) {
    const faults = [{ pointer: '/year', message: 'must be a year' }];
    throw new DomainError('PARAMETER_INVALID', 'invalid', { faults });
  }
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    const { id } = await bookByCode(tx, book);
    const published = await readPublication(tx, [id], parseInt(year, 10));
    return csv ? publicationCsv(published) : published;
  });
}
