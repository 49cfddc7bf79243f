import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { EntityManager } from 'typeorm';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import {
  type BookFinding,
  booksWithJournals,
  BundleError,
  type BundleFinding,
  bundleLines,
  DifferenceFound,
  originOf,
  readCheckpoint,
  type SealedBook,
  type Sealing,
  sealWholeBook,
  verifyBook,
  verifyBundle,
} from '../ledger';
import { allowWholeBook } from '../platform/database/transaction';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code !== undefined;

/** All books with journals, or the one named. */
async function booksNamed(
  reader: FundDatabase['dataSource'] | EntityManager,
  code: string | undefined,
): Promise<SealedBook[]> {
  if (code === undefined) return booksWithJournals(reader);
  const books = await reader.query<SealedBook[]>(
    'SELECT id, code FROM ledger.book WHERE code = $1',
    [code],
  );
  if (books.length === 0) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return books;
}

/** A checkpoint that somebody kept outside. */
async function readKept(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    const note = await readFile(path, 'utf8');
    if (readCheckpoint(note) !== undefined) return note;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  throw new DomainError('CHECKPOINT_INVALID', 'invalid', { path });
}

const notOfThis = (path: string | undefined): DomainError =>
  new DomainError('CHECKPOINT_INVALID', 'invalid', { path });

const refusalOf = (error: unknown, book: string): unknown =>
  error instanceof DifferenceFound
    ? new DomainError('LEDGER_DIFFERS', 'conflict', { book, difference: error.difference })
    : error;

/** Seals now what is not sealed yet. Yields a line for each book. */
export async function* seal(
  { dataSource }: FundDatabase,
  sealing: Sealing | undefined,
  code: string | undefined,
): AsyncGenerator<string> {
  if (sealing === undefined) throw new DomainError('SEALING_OFF', 'failed');
  for (const book of await booksNamed(dataSource, code)) {
    const { from, size, note } = await sealWholeBook(dataSource, book, sealing);
    const root = note === undefined ? undefined : readCheckpoint(note)?.root.toString('base64');
    yield `${book.code} ${from} → ${size} ${root ?? '-'}`;
  }
}

/**
 * Checks books in one state of the database.
 *
 * @throws DomainError LEDGER_DIFFERS with the first difference
 * @throws DomainError CHECKPOINT_INVALID the kept checkpoint is of none of the books
 */
export async function verify(
  { dataSource }: FundDatabase,
  publicKey: KeyObject | undefined,
  options: { readonly book?: string | undefined; readonly checkpoint?: string | undefined },
): Promise<BookFinding[]> {
  const kept = await readKept(options.checkpoint);
  const origin = kept === undefined ? undefined : readCheckpoint(kept)?.origin;
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    await allowWholeBook(tx);
    const books = await booksNamed(tx, options.book);
    if (kept !== undefined && !books.some(({ code }) => originOf(code) === origin)) {
      throw notOfThis(options.checkpoint);
    }
    const findings: BookFinding[] = [];
    for (const book of books) {
      const ofThis = kept !== undefined && originOf(book.code) === origin ? [kept] : [];
      try {
        findings.push(await verifyBook(tx, book, publicKey, ofThis));
      } catch (error) {
        throw refusalOf(error, book.code);
      }
    }
    return findings;
  });
}

/**
 * Checks a bundle; needs no database.
 *
 * @throws DomainError LEDGER_DIFFERS with the first difference
 * @throws DomainError BUNDLE_INVALID the file is no bundle
 */
export async function verifyBundleFile(
  path: string,
  publicKey: KeyObject | undefined,
  checkpoint: string | undefined,
): Promise<BundleFinding> {
  const kept = await readKept(checkpoint);
  try {
    await stat(path);
    return await verifyBundle(path, publicKey, kept === undefined ? [] : [kept]);
  } catch (error) {
    if (error instanceof BundleError || isMissing(error)) {
      throw new DomainError('BUNDLE_INVALID', 'invalid', { path, fault: String(error) });
    }
    throw refusalOf(error, path);
  }
}

/** Writes what is sealed of a book into a file that is not there yet. @returns the number of lines */
export async function writeBundle(
  { dataSource }: FundDatabase,
  publicKey: KeyObject | undefined,
  code: string,
  path: string,
): Promise<number> {
  if (publicKey === undefined) throw new DomainError('SEALING_OFF', 'failed');
  const file = createWriteStream(path, { flags: 'wx' });
  await once(file, 'open');
  let lines = 0;
  try {
    await dataSource.transaction('REPEATABLE READ', async (tx) => {
      for (const book of await booksNamed(tx, code)) {
        for await (const line of bundleLines(tx, book, publicKey)) {
          lines += 1;
          if (!file.write(`${line}\n`)) await once(file, 'drain');
        }
      }
    });
  } finally {
    file.end();
    await once(file, 'close');
  }
  return lines;
}
