import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { EntityManager } from 'typeorm';
import { sealWholeTrail, TRAIL, trailBundleLines, type TrailFinding, verifyTrail } from '../audit';
import { type ApprovalsFinding, verifyApprovals } from '../approvals';
import type { FundDatabase } from '../database';
import { Progress } from './progress';
import { DomainError } from '../errors';
import {
  type BookFinding,
  booksWithJournals,
  bundleLines,
  type Reader,
  type SealedBook,
  type Sealing,
  type SealResult,
  sealWholeBook,
  verifyBook,
} from '../ledger';
import { allowWholeBook } from '../platform/database/transaction';
import {
  BundleError,
  type BundleFinding,
  DifferenceFound,
  originOf,
  readCheckpoint,
  verifyBundle,
} from '../verifier';

/** Whether the system could not give a file. */
export const isMissing = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code !== undefined;

/** All books with journals, or the one named. */
export async function booksNamed(reader: Reader, code: string | undefined): Promise<SealedBook[]> {
  if (code === undefined) return booksWithJournals(reader);
  const books = await reader.query<SealedBook>('SELECT id, code FROM ledger.book WHERE code = $1', [
    code,
  ]);
  if (books.length === 0) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return books;
}

/**
 * A checkpoint that somebody kept outside.
 *
 * @throws DomainError CHECKPOINT_INVALID
 */
export async function readKept(path: string | undefined): Promise<string | undefined> {
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

/** @param where the book, the log or the file that was looked at */
const refusalOf = (error: unknown, where: object): unknown =>
  error instanceof DifferenceFound
    ? new DomainError('LEDGER_DIFFERS', 'conflict', { ...where, difference: error.difference })
    : error;

/** What a command is about: a book, or the audit trail; absent: everything. */
export interface LogChoice {
  readonly book?: string | undefined;
  readonly audit?: boolean | undefined;
}

const coversBooks = ({ audit }: LogChoice): boolean => audit !== true;
const coversTrail = ({ book, audit }: LogChoice): boolean => audit === true || book === undefined;

/** Seals now what is not sealed yet. Yields a line for each book. */
export async function* seal(
  { dataSource }: FundDatabase,
  sealing: Sealing | undefined,
  choice: LogChoice,
  progress = new Progress(),
): AsyncGenerator<string> {
  const sealed =
    (log: string) =>
    ({ size, last }: SealResult): void => {
      progress.of(log)(size, last);
    };
  if (sealing === undefined) throw new DomainError('SEALING_OFF', 'failed');
  if (coversBooks(choice)) {
    for (const book of await booksNamed(dataSource, choice.book)) {
      const result = await sealWholeBook(dataSource, book, sealing, sealed(book.code));
      progress.clear();
      yield describe(book.code, result);
    }
  }
  if (coversTrail(choice)) {
    const result = await sealWholeTrail(dataSource, sealing, sealed(TRAIL.folder));
    progress.clear();
    yield describe(TRAIL.folder, result);
  }
}

function describe(log: string, { from, size, note }: SealResult): string {
  const root = note === undefined ? undefined : readCheckpoint(note)?.root.toString('base64');
  return `${log} ${from} → ${size} ${root ?? '-'}`;
}

/** The audit trail, and the approvals whose decisions it has. */
type AuditFinding = TrailFinding & ApprovalsFinding;

interface CheckOfLog {
  readonly origin: string;
  readonly where: object;
  readonly check: (kept: readonly string[]) => Promise<BookFinding | AuditFinding>;
}

/**
 * Checks books and the audit trail in one state of the database.
 *
 * @throws DomainError LEDGER_DIFFERS with the first difference
 * @throws DomainError CHECKPOINT_INVALID the kept checkpoint is of none of them
 */
export async function verify(
  { dataSource }: Pick<FundDatabase, 'dataSource'>,
  publicKey: KeyObject | undefined,
  { checkpoint, ...choice }: LogChoice & { readonly checkpoint?: string | undefined },
  progress = new Progress(),
): Promise<(BookFinding | AuditFinding)[]> {
  const kept = await readKept(checkpoint);
  const origin = kept === undefined ? undefined : readCheckpoint(kept)?.origin;
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    await allowWholeBook(tx);
    const checks: CheckOfLog[] = [];
    for (const book of coversBooks(choice) ? await booksNamed(tx, choice.book) : []) {
      checks.push({
        origin: originOf(book.code),
        where: { book: book.code },
        check: (notes) => verifyBook(tx, book, publicKey, notes, progress.of(book.code)),
      });
    }
    if (coversTrail(choice)) {
      checks.push({
        origin: TRAIL.origin,
        where: { log: 'audit' },
        check: async (notes) => ({
          ...(await verifyTrail(tx, publicKey, notes, progress.of(TRAIL.folder))),
          ...(await verifyApprovals(tx)),
        }),
      });
    }
    if (kept !== undefined && !checks.some((each) => each.origin === origin)) {
      throw notOfThis(checkpoint);
    }
    const findings: (BookFinding | AuditFinding)[] = [];
    for (const each of checks) {
      try {
        findings.push(await each.check(kept !== undefined && each.origin === origin ? [kept] : []));
      } catch (error) {
        throw refusalOf(error, each.where);
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
    throw refusalOf(error, { book: path });
  }
}

async function* linesOf(
  tx: EntityManager,
  choice: LogChoice,
  publicKey: KeyObject,
  progress: Progress,
): AsyncGenerator<string> {
  if (choice.audit === true) {
    yield* trailBundleLines(tx, publicKey, progress.of(TRAIL.folder));
    return;
  }
  for (const book of await booksNamed(tx, choice.book)) {
    yield* bundleLines(tx, book, publicKey, progress.of(book.code));
  }
}

/** Writes what is sealed of a book, or of the audit trail, into a file that is not there yet. @returns the number of lines */
export async function writeBundle(
  { dataSource }: FundDatabase,
  publicKey: KeyObject | undefined,
  choice: LogChoice,
  path: string,
  progress = new Progress(),
): Promise<number> {
  if (publicKey === undefined) throw new DomainError('SEALING_OFF', 'failed');
  const file = createWriteStream(path, { flags: 'wx' });
  await once(file, 'open');
  let lines = 0;
  try {
    await dataSource.transaction('REPEATABLE READ', async (tx) => {
      for await (const line of linesOf(tx, choice, publicKey, progress)) {
        lines += 1;
        if (!file.write(`${line}\n`)) await once(file, 'drain');
      }
    });
  } finally {
    file.end();
    await once(file, 'close');
  }
  return lines;
}
