import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readJournalText } from './book-check';
import { type Checkpoint, isSignedBy, originOf, readCheckpoint } from './checkpoint';
import { differ } from './log-check';
import { readEventText, TRAIL_ORIGIN } from './trail-check';
import { leafHash } from './tree';
import { provesConsistency, provesInclusion } from './tree-proofs';

/** Proofs as files: that one journal or event stands under a checkpoint, or that a log only grew. */

/** Stands in every proof, so that a later format cannot be taken for this one. */
export const PROOF_FORMAT = 'fund-proof/1';

/** That a leaf stands in the tree of a checkpoint. */
export interface InclusionFile {
  readonly format: typeof PROOF_FORMAT;
  readonly proof: 'inclusion';
  /** Number of the journal or event, from one. */
  readonly number: string;
  /** Its canonical text. */
  readonly text: string;
  /** The audit path (RFC 9162 §2.1.3.1), base64. */
  readonly hashes: readonly string[];
  readonly checkpoint: string;
}

/** That the tree of one checkpoint is the beginning of that of another. */
export interface ConsistencyFile {
  readonly format: typeof PROOF_FORMAT;
  readonly proof: 'consistency';
  readonly from: string;
  readonly to: string;
  /** RFC 9162 §2.1.4.1, base64. */
  readonly hashes: readonly string[];
  /** The checkpoint of size `to`. */
  readonly checkpoint: string;
  /** That of size `from`; absent where the reader has to bring it. */
  readonly first?: string;
}

/** What a proof that holds has proved. */
export interface ProofFinding {
  readonly proof: 'inclusion' | 'consistency';
  /** First line of the checkpoint: which log it is of. */
  readonly log: string;
  /** Of the journal or event that is included. */
  readonly number?: string;
  /** Size of the earlier checkpoint. */
  readonly from?: string;
  /** Size of the checkpoint, of the later one if there are two. */
  readonly size: string;
}

/** The file is no proof, or says nothing of the checkpoint that was kept. */
export class ProofError extends Error {}

const NUMBER = /^(0|[1-9]\d{0,17})$/;

function textOf(members: object, name: string): string {
  const value = (members as Record<string, unknown>)[name];
  if (typeof value !== 'string') throw new ProofError(`${name} is missing or no text`);
  return value;
}

function numberOf(members: object, name: string): bigint {
  const text = textOf(members, name);
  if (!NUMBER.test(text)) throw new ProofError(`${name} is no number`);
  return BigInt(text);
}

function hashesOf({ hashes }: { readonly hashes?: unknown }): Buffer[] {
  if (!Array.isArray(hashes)) throw new ProofError('hashes is no list');
  return hashes.map((hash: unknown) => {
    const bytes = Buffer.from(typeof hash === 'string' ? hash : '', 'base64');
    if (bytes.length !== 32 || bytes.toString('base64') !== hash) {
      throw new ProofError('a hash is not 32 bytes in base64');
    }
    return bytes;
  });
}

function signed(note: string, key: KeyObject, what: string): Checkpoint {
  const checkpoint = readCheckpoint(note);
  if (checkpoint === undefined) throw new ProofError(`${what} is no checkpoint`);
  if (!isSignedBy(note, key)) {
    differ('checkpoint_signature_wrong', {}, `${what}, of size ${checkpoint.size}`);
  }
  return checkpoint;
}

/** What is kept outside must be what the proof speaks of. */
function compareKept(spoken: readonly Checkpoint[], kept: Checkpoint): void {
  const same = spoken.find(({ size }) => size === kept.size);
  if (same?.origin !== kept.origin) {
    throw new ProofError(`it says nothing of the kept checkpoint of size ${kept.size}`);
  }
  if (!same.root.equals(kept.root)) {
    const detail = `the kept checkpoint of size ${kept.size} has another root`;
    differ('checkpoint_root_differs', {}, detail);
  }
}

/** Whether a text is that of the journal or event of a number of a log. */
function isNumberOf(origin: string, number: bigint, text: string): boolean {
  if (origin === TRAIL_ORIGIN) return readEventText(text, number).number === number.toString();
  const journal = readJournalText(text, number);
  return journal.number === number.toString() && originOf(journal.book) === origin;
}

function checkInclusion(proof: object, key: KeyObject, kept?: Checkpoint): ProofFinding {
  const [number, text, path] = [numberOf(proof, 'number'), textOf(proof, 'text'), hashesOf(proof)];
  const checkpoint = signed(textOf(proof, 'checkpoint'), key, 'the checkpoint');
  const { origin, size, root } = checkpoint;
  const isEvent = origin === TRAIL_ORIGIN;
  const place = { [isEvent ? 'event' : 'journal']: number.toString() };
  if (!isNumberOf(origin, number, text)) {
    differ('proof_wrong', place, `the text is not that of number ${number} of ${origin}`);
  }
  if (!provesInclusion({ index: number - 1n, size, root, leaf: leafHash(text) }, path)) {
    differ('proof_wrong', place, `the text does not stand in the tree of size ${size}`);
  }
  if (kept !== undefined) compareKept([checkpoint], kept);
  return { proof: 'inclusion', log: origin, number: number.toString(), size: size.toString() };
}

function checkConsistency(proof: object, key: KeyObject, kept?: Checkpoint): ProofFinding {
  const [from, to, path] = [numberOf(proof, 'from'), numberOf(proof, 'to'), hashesOf(proof)];
  const second = signed(textOf(proof, 'checkpoint'), key, 'the checkpoint');
  const own = 'first' in proof ? signed(textOf(proof, 'first'), key, 'the earlier one') : undefined;
  const first = own ?? kept;
  if (first === undefined) throw new ProofError(`bring the checkpoint of size ${from}`);
  if (first.size !== from || second.size !== to || first.origin !== second.origin) {
    throw new ProofError(`its checkpoints are not those of the sizes ${from} and ${to} of one log`);
  }
  if (kept !== undefined) compareKept([first, second], kept);
  if (!provesConsistency(first, second, path)) {
    differ('proof_wrong', {}, `the tree of size ${from} is not the beginning of that of ${to}`);
  }
  const { origin: log } = second;
  return { proof: 'consistency', log, from: from.toString(), size: to.toString() };
}

function parsed(text: string): object {
  let members: unknown;
  try {
    members = JSON.parse(text);
  } catch {
    throw new ProofError('not JSON');
  }
  if (typeof members !== 'object' || members === null) throw new ProofError('not an object');
  return members;
}

/**
 * Checks a proof without a database.
 *
 * @param key the key that the reader trusts
 * @param kept note of a checkpoint that the reader kept
 * @throws ProofError the file is no proof
 * @throws DifferenceFound it does not prove what it says
 */
export async function verifyProof(
  path: string,
  key: KeyObject,
  kept?: string,
): Promise<ProofFinding> {
  const proof = parsed(await readFile(path, 'utf8'));
  if (textOf(proof, 'format') !== PROOF_FORMAT) throw new ProofError(`not of ${PROOF_FORMAT}`);
  const outside = kept === undefined ? undefined : signed(kept, key, 'the kept checkpoint');
  switch (textOf(proof, 'proof')) {
    case 'inclusion':
      return checkInclusion(proof, key, outside);
    case 'consistency':
      return checkConsistency(proof, key, outside);
    default:
      throw new ProofError('neither of inclusion nor of consistency');
  }
}
