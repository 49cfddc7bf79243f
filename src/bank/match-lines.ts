import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { BankAccountCode } from '../accounting';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { fen, type Fen, formatYuan, negateFen, subtractFen, sumFen } from '../money';
import type { Work } from '../platform/work';
import {
  BankLineIgnoring,
  BankLineRestoring,
  BankMatch,
  BankMatchPart,
  BankMatchUndoing,
} from './bank-match.entity';
import { BankLine } from './bank-statement.entity';
import { IGNORING_IS_RECONCILED, MATCH_IS_RECONCILED, refuseReconciled } from './refuse-reconciled';
import { lockAccount, type OwnAccount } from './plan-import';

/** An act on the books of somebody who is signed in. */
export type PersonalWork = Work & { readonly from: NonNullable<Work['from']> };

/** What a match takes of a line; the size, without its sign. */
export interface LinePart {
  readonly id: string;
  readonly amount: Fen;
}

/** What a match takes of an entry, which is named by its account and its number there. */
export interface EntryPart {
  readonly account: bigint;
  readonly seq: bigint;
  readonly amount: Fen;
}

export interface MatchToMake {
  readonly account: BankAccountCode;
  readonly lines: readonly LinePart[];
  readonly entries: readonly EntryPart[];
  readonly note: string | null;
}

/** What there is of a line or an entry, and what is left of it; signed. */
interface Rest {
  readonly amount: Fen;
  readonly left: Fen;
}

const asFen = (text: string): Fen => fen(BigInt(text));

async function restOfLine(tx: EntityManager, own: OwnAccount, id: string): Promise<Rest> {
  const [row] = await tx.query<{ amount: string; matched: string; ignored: boolean }[]>(
    `SELECT l.amount_fen AS amount, fund.bank_line_matched(l.id) AS matched, fund.is_bank_line_ignored(l.id) AS ignored
       FROM fund.bank_line l WHERE l.id = $1 AND l.book_id = $2 AND l.account_code = $3`,
    [id, own.bookId, own.account],
  );
  if (row === undefined) throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  if (row.ignored) throw new DomainError('BANK_LINE_NOT_OPEN', 'conflict', { bankLine: id });
  return { amount: asFen(row.amount), left: subtractFen(asFen(row.amount), asFen(row.matched)) };
}

async function restOfEntry(
  tx: EntityManager,
  own: OwnAccount,
  { account, seq }: Pick<EntryPart, 'account' | 'seq'>,
): Promise<Rest> {
  const [row] = await tx.query<{ amount: string; matched: string }[]>(
    `SELECT e.amount, fund.bank_entry_matched(e.account_id, e.seq) AS matched
       FROM ledger.entry e JOIN ledger.account a ON a.id = e.account_id
      WHERE e.account_id = $1 AND e.seq = $2 AND e.book_id = $3 AND a.code = $4`,
    [account.toString(), seq.toString(), own.bookId, own.account],
  );
  const entry = `${String(account)}/${String(seq)}`;
  if (row === undefined) throw new DomainError('NOT_FOUND', 'not_found', { entry });
  return { amount: asFen(row.amount), left: subtractFen(asFen(row.amount), asFen(row.matched)) };
}

/** The part with the sign of what it is taken of. @throws DomainError BANK_MATCH_EXCEEDS */
function signed({ amount: whole, left }: Rest, amount: Fen, what: object): Fen {
  const size = left < 0n ? negateFen(left) : left;
  if (amount > size) {
    const facts = { ...what, amount: formatYuan(amount), left: formatYuan(size) };
    throw new DomainError('BANK_MATCH_EXCEEDS', 'refused', facts);
  }
  return whole < 0n ? negateFen(amount) : amount;
}

type Part = Pick<BankMatchPart, 'lineId' | 'accountId' | 'entrySeq' | 'amountFen'>;

/** @throws DomainError BANK_MATCH_UNBALANCED */
function requireBalance(lines: readonly Part[], entries: readonly Part[]): void {
  const [ofLines, ofEntries] = [lines, entries].map((parts) =>
    sumFen(parts.map(({ amountFen }) => amountFen)),
  );
  if (ofLines === ofEntries && lines.length + entries.length >= 2) return;
  throw new DomainError('BANK_MATCH_UNBALANCED', 'refused', {
    lines: formatYuan(ofLines ?? 0n),
    entries: formatYuan(ofEntries ?? 0n),
  });
}

/**
 * Matches lines of the bank's with entries of the same account, whole or in parts; what is taken of both is the
 * same to the fen. Lines that cancel each other, and entries that do, may be matched among themselves. Nothing is
 * posted. Returns the id of the match.
 *
 * @throws DomainError NOT_FOUND, BANK_LINE_NOT_OPEN, BANK_MATCH_EXCEEDS, BANK_MATCH_UNBALANCED
 */
export async function matchLines(work: PersonalWork, given: MatchToMake): Promise<string> {
  const { tx, bookId, by: madeBy } = work;
  const { account, note } = given;
  const own = { bookId, account };
  await lockAccount(tx, own);
  const lines: Part[] = [];
  for (const { id, amount } of given.lines) {
    const amountFen = signed(await restOfLine(tx, own, id), amount, { bankLine: id });
    lines.push({ lineId: id, accountId: null, entrySeq: null, amountFen });
  }
  const entries: Part[] = [];
  for (const { amount, ...entry } of given.entries) {
    const what = { entry: `${String(entry.account)}/${String(entry.seq)}` };
    const amountFen = signed(await restOfEntry(tx, own, entry), amount, what);
    entries.push({ lineId: null, accountId: entry.account, entrySeq: entry.seq, amountFen });
  }
  requireBalance(lines, entries);
  const id = uuidv7();
  const madeById = work.from.personId;
  await tx.insert(BankMatch, { id, bookId, accountCode: account, note, madeBy, madeById });
  const parts = [...lines, ...entries].map((part, index) => ({
    ...{ matchId: id, ordinal: index + 1 },
    ...part,
  }));
  await tx.insert(BankMatchPart, parts);
  await recordAct(work, 'bank_match.make', {
    ...{ match: id, account },
    lines: lines.map(({ lineId, amountFen }) => ({ id: lineId, amount: formatYuan(amountFen) })),
    entries: entries.map(({ accountId, entrySeq, amountFen }) => ({
      entry: `${String(accountId)}/${String(entrySeq)}`,
      amount: formatYuan(amountFen),
    })),
  });
  return id;
}

/**
 * Takes a match back: its lines and entries are open again.
 *
 * @throws DomainError NOT_FOUND, BANK_MATCH_UNDONE, BANK_RECONCILED
 */
export async function undoMatch(work: PersonalWork, id: string, reason: string): Promise<void> {
  const { tx, bookId, by: madeBy } = work;
  const match = await tx.findOneBy(BankMatch, { id, bookId });
  if (match === null) throw new DomainError('NOT_FOUND', 'not_found', { bankMatch: id });
  await lockAccount(tx, { bookId, account: match.accountCode });
  if (await tx.existsBy(BankMatchUndoing, { matchId: id })) {
    throw new DomainError('BANK_MATCH_UNDONE', 'conflict', { bankMatch: id });
  }
  await refuseReconciled(tx, MATCH_IS_RECONCILED, id);
  const madeById = work.from.personId;
  await tx.insert(BankMatchUndoing, { matchId: id, reason, madeBy, madeById });
  await recordAct(work, 'bank_match.undo', { match: id, reason });
}

async function lockedLine({ tx, bookId }: Work, id: string): Promise<BankLine> {
  const line = await tx.findOneBy(BankLine, { id, bookId });
  if (line === null) throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  await lockAccount(tx, { bookId, account: line.accountCode });
  return line;
}

const openIgnoring = (tx: EntityManager, lineId: string): Promise<BankLineIgnoring | null> =>
  tx
    .createQueryBuilder(BankLineIgnoring, 'ignoring')
    .where('ignoring.lineId = :lineId', { lineId })
    .andWhere(
      'NOT EXISTS (SELECT FROM fund.bank_line_restoring r WHERE r.ignoring_id = ignoring.id)',
    )
    .getOne();

/**
 * Says of a line that no entry belongs to it, and why.
 *
 * @throws DomainError NOT_FOUND, BANK_LINE_NOT_OPEN it is matched, in part or whole, or ignored already
 */
export async function ignoreLine(work: PersonalWork, id: string, reason: string): Promise<void> {
  const { tx, by: madeBy } = work;
  const line = await lockedLine(work, id);
  const own = { bookId: work.bookId, account: line.accountCode };
  const { amount, left } = await restOfLine(tx, own, id);
  if (amount !== left) throw new DomainError('BANK_LINE_NOT_OPEN', 'conflict', { bankLine: id });
  const madeById = work.from.personId;
  await tx.insert(BankLineIgnoring, { id: uuidv7(), lineId: id, reason, madeBy, madeById });
  await recordAct(work, 'bank_line.ignore', { line: id, reason });
}

/**
 * Takes back that a line is ignored.
 *
 * @throws DomainError NOT_FOUND, BANK_LINE_NOT_IGNORED, BANK_RECONCILED
 */
export async function restoreLine(work: PersonalWork, id: string, reason: string): Promise<void> {
  const { tx, by: madeBy } = work;
  await lockedLine(work, id);
  const ignoring = await openIgnoring(tx, id);
  if (ignoring === null) {
    throw new DomainError('BANK_LINE_NOT_IGNORED', 'conflict', { bankLine: id });
  }
  await refuseReconciled(tx, IGNORING_IS_RECONCILED, ignoring.id);
  const { personId: madeById } = work.from;
  await tx.insert(BankLineRestoring, { ignoringId: ignoring.id, reason, madeBy, madeById });
  await recordAct(work, 'bank_line.restore', { line: id, reason });
}
