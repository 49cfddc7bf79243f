import type { EntityManager } from 'typeorm';
import type { BankAccountCode } from '../accounting';
import { DomainError } from '../errors';
import { formatYuan } from '../money';
import { BankLine } from './bank-statement.entity';
import { reconciledUntil } from './refuse-reconciled';
import { identifyLines, type IdentifiedLine } from './identify-lines';
import type { Statement } from './reading/statement';

/** An account of a book that stands for one at a bank. */
export interface OwnAccount {
  readonly bookId: number;
  readonly account: BankAccountCode;
}

/** A line that is not there yet, with its place among all of the account. */
export interface NewLine extends IdentifiedLine {
  readonly position: number;
}

/** A line that is there already. */
export interface KnownLine {
  /** Where it stands in the file. */
  readonly line: number;
  readonly id: string;
}

/** What an import would add, and what of the file is known. */
export interface ImportPlan {
  readonly added: readonly NewLine[];
  readonly known: readonly KnownLine[];
}

type Existing = Pick<BankLine, 'id' | 'position' | 'amountFen' | 'balanceFen' | 'bookedOn'> & {
  readonly identity: Buffer;
  readonly contentHash: Buffer;
};

interface Ends {
  readonly first: Existing;
  readonly last: Existing;
}

async function endsOf(tx: EntityManager, own: OwnAccount): Promise<Ends | undefined> {
  const where = { bookId: own.bookId, accountCode: own.account };
  const first = await tx.findOne(BankLine, { where, order: { position: 'ASC' } });
  const last = await tx.findOne(BankLine, { where, order: { position: 'DESC' } });
  return first === null || last === null ? undefined : { first, last };
}

async function knownAmong(
  tx: EntityManager,
  { bookId, account }: OwnAccount,
  lines: readonly IdentifiedLine[],
): Promise<ReadonlyMap<string, Existing>> {
  const found = await tx
    .createQueryBuilder(BankLine, 'line')
    .where('line.bookId = :bookId AND line.accountCode = :account', { bookId, account })
    .andWhere('line.identity = ANY (:identities)', { identities: lines.map((l) => l.identity) })
    .getMany();
  return new Map(found.map((line) => [line.identity.toString('hex'), line]));
}

/** @throws DomainError BANK_SERIAL_CHANGED with every line whose serial number stands for another movement */
function refuseChanged(
  lines: readonly IdentifiedLine[],
  known: ReadonlyMap<string, Existing>,
): void {
  const changed = lines.filter(({ identity, contentHash }) => {
    const there = known.get(identity.toString('hex'));
    return there !== undefined && !there.contentHash.equals(contentHash);
  });
  if (changed.length === 0) return;
  throw new DomainError('BANK_SERIAL_CHANGED', 'conflict', {
    lines: changed.slice(0, 100).map(({ line, serial }) => ({ line, serial })),
  });
}

const yuan = (amount: bigint | null): string | null =>
  amount === null ? null : formatYuan(amount);

const gap = (line: IdentifiedLine | undefined, expected: bigint | null, found: bigint | null) =>
  new DomainError('BANK_BALANCE_GAP', 'conflict', {
    line: line?.line ?? null,
    expected: yuan(expected),
    found: yuan(found),
  });

const before = ({ balance, amount }: IdentifiedLine): bigint | null =>
  balance === null ? null : balance - amount;

/** Numbers new lines on after the last that is there. */
const after = (lines: readonly IdentifiedLine[], ends: Ends | undefined): NewLine[] =>
  lines.map((line, index) => ({ ...line, position: (ends?.last.position ?? 0) + index + 1 }));

/** Numbers new lines back from the first that is there. */
const ahead = (lines: readonly IdentifiedLine[], { first }: Ends): NewLine[] =>
  lines.map((line, index) => ({ ...line, position: first.position - lines.length + index }));

/** A file of which nothing is known follows what is there, or comes before it, without a gap. */
function placeUnknown(lines: readonly IdentifiedLine[], ends: Ends): NewLine[] {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return [];
  const opening = before(first);
  const closing = last.balance;
  const existing = ends.first.balanceFen;
  const start = existing === null ? null : existing - ends.first.amountFen;
  const end = ends.last.balanceFen;
  const isUnbalanced = opening === null || closing === null || start === null || end === null;
  if (isUnbalanced) return after(lines, ends);
  if (first.on >= ends.last.bookedOn && opening === end) return after(lines, ends);
  if (last.on <= ends.first.bookedOn && closing === start) return ahead(lines, ends);
  throw last.on <= ends.first.bookedOn && first.on < ends.last.bookedOn
    ? gap(last, start, closing)
    : gap(first, end, opening);
}

/** Where a file and what is there overlap, the new lines stand before or after all that is there. */
function placeOverlapping(
  lines: readonly IdentifiedLine[],
  ends: Ends,
  known: ReadonlyMap<string, Existing>,
): NewLine[] {
  const thereOf = (line: IdentifiedLine) => known.get(line.identity.toString('hex'));
  const from = lines.findIndex((line) => thereOf(line) !== undefined);
  const to = lines.findLastIndex((line) => thereOf(line) !== undefined);
  const [prefix, suffix] = [lines.slice(0, from), lines.slice(to + 1)];
  const between = lines.slice(from, to + 1).filter((line) => thereOf(line) === undefined);
  const isBalanced = lines[0]?.balance !== null && ends.last.balanceFen !== null;
  if (!isBalanced) return after([...prefix, ...between, ...suffix], ends);
  const [firstKnown, lastKnown] = [lines[from], lines[to]].map((line) => line && thereOf(line));
  if (between[0] !== undefined) throw gap(between[0], null, between[0].balance);
  if (prefix.length > 0 && firstKnown?.position !== ends.first.position) {
    throw gap(prefix.at(-1), null, prefix.at(-1)?.balance ?? null);
  }
  if (suffix[0] !== undefined && lastKnown?.position !== ends.last.position) {
    throw gap(suffix[0], ends.last.balanceFen, before(suffix[0]));
  }
  return [...ahead(prefix, ends), ...after(suffix, ends)];
}

/** @throws DomainError BANK_RECONCILED a new line is of a day that is reconciled */
async function refuseReconciledDays(
  tx: EntityManager,
  own: OwnAccount,
  lines: readonly IdentifiedLine[],
  known: ReadonlyMap<string, Existing>,
): Promise<void> {
  const until = await reconciledUntil(tx, own);
  const late = lines.find(
    ({ on, identity }) => until !== null && on <= until && !known.has(identity.toString('hex')),
  );
  if (late !== undefined) {
    throw new DomainError('BANK_RECONCILED', 'conflict', { line: late.line, until });
  }
}

/** Lets imports into an account follow each other, until the transaction ends. */
export async function lockAccount(tx: EntityManager, own: OwnAccount): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [
    `bank lines of ${String(own.bookId)} ${own.account}`,
  ]);
}

/**
 * Works out what a statement would add to the lines of an account. Nothing is dropped silently: whatever is not
 * added is named as known.
 *
 * @throws DomainError BANK_SERIAL_CHANGED, BANK_RECONCILED, BANK_BALANCE_GAP
 */
export async function planImport(
  tx: EntityManager,
  own: OwnAccount,
  statement: Statement,
): Promise<ImportPlan> {
  const lines = identifyLines(statement.lines);
  const existing = await knownAmong(tx, own, lines);
  refuseChanged(lines, existing);
  const known = lines.flatMap(({ identity, line }) => {
    const there = existing.get(identity.toString('hex'));
    return there === undefined ? [] : [{ line, id: there.id }];
  });
  if (known.length === lines.length) return { added: [], known };
  await refuseReconciledDays(tx, own, lines, existing);
  const ends = await endsOf(tx, own);
  if (ends === undefined) return { added: after(lines, undefined), known };
  const added =
    known.length === 0 ? placeUnknown(lines, ends) : placeOverlapping(lines, ends, existing);
  return { added, known };
}
