import { createPublicKey, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { BookCheck, readJournalText } from './verifier';

/** The first line of a bundle. */
export const BUNDLE_FORMAT = 'fund-bundle/1';

/** The file is no bundle; `line` counts from one. */
export class BundleError extends Error {
  constructor(
    readonly line: number,
    fault: string,
  ) {
    super(`line ${line}: ${fault}`);
  }
}

/** What was looked at in a bundle that is whole. */
export interface BundleFinding {
  readonly book: string;
  readonly journals: string;
  readonly entries: number;
  /** How many of the journals a checkpoint of the bundle covers. */
  readonly sealed: string;
  readonly checkpoints: number;
  /** `own`: with the key that the bundle itself brings, which proves nothing about who signed. */
  readonly key: 'given' | 'own';
}

/** The string members of a line, which must be a JSON object. */
function membersOf(text: string, line: number): Partial<Record<string, string>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new BundleError(line, 'not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) throw new BundleError(line, 'not an object');
  const members = Object.entries(parsed).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(members);
}

function ownKey(pem: string | undefined): KeyObject {
  try {
    const key = createPublicKey(pem ?? '');
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below.
  }
  throw new BundleError(1, 'no Ed25519 public key');
}

/**
 * Checks a bundle without a database, line by line: the journals, their hashes, their tree, every
 * checkpoint.
 *
 * @param given the key that the reader trusts; absent: the one in the bundle
 * @param kept notes of checkpoints that the reader kept
 * @throws BundleError the file is no bundle
 * @throws DifferenceFound naming the first journal that differs
 */
export async function verifyBundle(
  path: string,
  given?: KeyObject,
  kept: readonly string[] = [],
): Promise<BundleFinding> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  let check: BookCheck | undefined;
  let book = '';
  let sealed = 0n;
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const members = membersOf(text, line);
    if (check === undefined) {
      if (members['format'] !== BUNDLE_FORMAT || members['book'] === undefined) {
        throw new BundleError(line, `not a bundle of the format ${BUNDLE_FORMAT}`);
      }
      book = members['book'];
      check = new BookCheck(book, given ?? ownKey(members['publicKey']));
      for (const note of kept) check.expect(note);
    } else if (members['journal'] !== undefined) {
      const journal = readJournalText(members['journal'], check.tree.size + 1n);
      check.add(journal, members['journal'], Buffer.from(members['leaf'] ?? '', 'base64'));
    } else if (members['checkpoint'] !== undefined) {
      check.expect(members['checkpoint']);
      sealed = check.tree.size;
    } else {
      throw new BundleError(line, 'neither a journal nor a checkpoint');
    }
  }
  if (check === undefined) throw new BundleError(1, 'the file is empty');
  check.end();
  return {
    book,
    journals: check.tree.size.toString(),
    entries: check.entries,
    sealed: sealed.toString(),
    checkpoints: check.checkpoints,
    key: given === undefined ? 'own' : 'given',
  };
}
