import { createPublicKey, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { BookCheck, readJournalText } from './book-check';
import type { LogCheck } from './log-check';
import { readEventText, TrailCheck } from './trail-check';

/** The first line of a bundle. */
export const BUNDLE_FORMAT = 'fund-bundle/1';
/** How the first line names the audit trail. */
export const AUDIT_LOG = 'audit';

/** The file is no bundle; `line` counts from one. */
export class BundleError extends Error {
  constructor(
    readonly line: number,
    fault: string,
  ) {
    super(`line ${line}: ${fault}`);
  }
}

/** What a bundle holds: a book, or the audit trail. */
type Contents =
  | { readonly book: string; readonly journals: string; readonly entries: number }
  | { readonly log: typeof AUDIT_LOG; readonly events: string };

/** What was looked at in a bundle that is whole. */
export type BundleFinding = Contents & {
  /** How many of the journals or events a checkpoint of the bundle covers. */
  readonly sealed: string;
  readonly checkpoints: number;
  /** `own`: with the key that the bundle itself brings, which proves nothing about who signed. */
  readonly key: 'given' | 'own';
};

type Members = Partial<Record<string, string>>;

/** The string members of a line, which must be a JSON object. */
function membersOf(text: string, line: number): Members {
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

/** A log as it is read from a bundle. */
interface BundledLog {
  readonly check: LogCheck;
  /** The member in which a line carries the text of a leaf. */
  readonly member: 'journal' | 'event';
  /** Takes the next one. */
  readonly add: (text: string, leaf: Buffer) => void;
  readonly contents: () => Contents;
}

function bundledBook(book: string, key: KeyObject): BundledLog {
  const check = new BookCheck(book, key);
  return {
    check,
    member: 'journal',
    add: (text, leaf) => check.add(readJournalText(text, check.tree.size + 1n), text, leaf),
    contents: () => ({ book, journals: check.tree.size.toString(), entries: check.entries }),
  };
}

function bundledTrail(key: KeyObject): BundledLog {
  const check = new TrailCheck(key);
  return {
    check,
    member: 'event',
    add: (text, leaf) => check.add(readEventText(text, check.tree.size + 1n), text, leaf),
    contents: () => ({ log: AUDIT_LOG, events: check.tree.size.toString() }),
  };
}

function logOf(
  { format, book, log, publicKey }: Members,
  given: KeyObject | undefined,
): BundledLog {
  if (format !== BUNDLE_FORMAT || (book === undefined && log !== AUDIT_LOG)) {
    throw new BundleError(1, `not a bundle of the format ${BUNDLE_FORMAT}`);
  }
  const key = given ?? ownKey(publicKey);
  return book === undefined ? bundledTrail(key) : bundledBook(book, key);
}

/**
 * Checks a bundle without a database, line by line: the journals or events, their hashes, their tree,
 * every checkpoint.
 *
 * @param given the key that the reader trusts; absent: the one in the bundle
 * @param kept notes of checkpoints that the reader kept
 * @throws BundleError the file is no bundle
 * @throws DifferenceFound naming the first journal or event that differs
 */
export async function verifyBundle(
  path: string,
  given?: KeyObject,
  kept: readonly string[] = [],
): Promise<BundleFinding> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  let log: BundledLog | undefined;
  let sealed = 0n;
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const members = membersOf(text, line);
    if (log === undefined) {
      log = logOf(members, given);
      for (const note of kept) log.check.expect(note);
      continue;
    }
    const leafText = members[log.member];
    if (leafText !== undefined) {
      log.add(leafText, Buffer.from(members['leaf'] ?? '', 'base64'));
    } else if (members['checkpoint'] !== undefined) {
      log.check.expect(members['checkpoint']);
      sealed = log.check.tree.size;
    } else {
      throw new BundleError(line, `neither a ${log.member} nor a checkpoint`);
    }
  }
  if (log === undefined) throw new BundleError(1, 'the file is empty');
  log.check.end();
  return {
    ...log.contents(),
    sealed: sealed.toString(),
    checkpoints: log.check.checkpoints,
    key: given === undefined ? 'own' : 'given',
  };
}
