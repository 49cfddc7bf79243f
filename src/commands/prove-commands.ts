import type { KeyObject } from 'node:crypto';
import { proveEvent, TRAIL } from '../audit';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import {
  bookLog,
  proveConsistency,
  proveInclusion,
  type Reader,
  readNote,
  type StoredLog,
} from '../ledger';
import {
  type ConsistencyFile,
  DifferenceFound,
  type InclusionFile,
  PROOF_FORMAT,
  ProofError,
  type ProofFinding,
  verifyProof,
} from '../verifier';
import { booksNamed, isMissing, type LogChoice, readKept } from './seal-commands';

const base64 = (hashes: readonly Buffer[]): string[] =>
  hashes.map((hash) => hash.toString('base64'));

async function bookNamed(reader: Reader, code = '') {
  const [book] = await booksNamed(reader, code);
  if (book === undefined) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return book;
}

/** What is proved to be included: a journal by its number, or an event of the trail by its id. */
export type Included =
  { readonly book: string; readonly journal: bigint } | { readonly event: string };

/**
 * Proves that a journal or an event stands under the last checkpoint, or that of a size.
 *
 * @throws DomainError NOT_FOUND, NOT_SEALED
 */
export async function proveIncluded(
  { dataSource }: Pick<FundDatabase, 'dataSource'>,
  what: Included,
  size: bigint | undefined,
): Promise<InclusionFile> {
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    const found =
      'event' in what
        ? await proveEvent(tx, what.event, size)
        : {
            ...(await proveInclusion(tx, await bookNamed(tx, what.book), what.journal, size)),
            number: what.journal,
          };
    return {
      format: PROOF_FORMAT,
      proof: 'inclusion',
      number: found.number.toString(),
      text: found.text,
      hashes: base64(found.hashes),
      checkpoint: found.checkpoint,
    };
  });
}

/**
 * Proves that the tree of a size is the beginning of that of a later checkpoint. Where no checkpoint of
 * the first size is stored, whoever checks has to bring it.
 *
 * @throws DomainError NOT_FOUND, NOT_SEALED
 */
export async function proveGrown(
  { dataSource }: Pick<FundDatabase, 'dataSource'>,
  { book, audit }: LogChoice,
  from: bigint,
  to: bigint,
): Promise<ConsistencyFile> {
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    const log: StoredLog = audit === true ? TRAIL : bookLog(await bookNamed(tx, book));
    const checkpoint = await readNote(tx, log, to);
    if (checkpoint === undefined) {
      throw new DomainError('NOT_SEALED', 'not_found', { size: to.toString() });
    }
    const hashes = await proveConsistency(tx, log, from, to);
    const first = await readNote(tx, log, from);
    return {
      format: PROOF_FORMAT,
      proof: 'consistency',
      from: from.toString(),
      to: to.toString(),
      hashes: base64(hashes),
      checkpoint,
      ...(first !== undefined && { first }),
    };
  });
}

/**
 * Checks a proof; needs no database.
 *
 * @throws DomainError PROOF_INVALID the file is no proof
 * @throws DomainError PROOF_WRONG it does not prove what it says
 */
export async function verifyProofFile(
  path: string,
  publicKey: KeyObject,
  checkpoint: string | undefined,
): Promise<ProofFinding> {
  const kept = await readKept(checkpoint);
  try {
    return await verifyProof(path, publicKey, kept);
  } catch (error) {
    if (error instanceof DifferenceFound) {
      const { difference } = error;
      throw new DomainError('PROOF_WRONG', 'conflict', { path, difference });
    }
    if (error instanceof ProofError || isMissing(error)) {
      throw new DomainError('PROOF_INVALID', 'invalid', { path, fault: String(error) });
    }
    throw error;
  }
}
