import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { AccountKey, PostingLine } from './account-key';
import { traced } from '../platform/tracing';
import { askKernel } from './kernel-error';

/** A change to a hold that happens when the request is posted; negative consumes it. */
export interface HoldChange {
  readonly hold: bigint;
  readonly amount: bigint;
}

/** What a request rests on; the sealed text of its journal covers it. Hashes are SHA-256, in hexadecimal. */
export interface Evidence {
  /** The approval that it carries out: id, and hash of the content that was approved. */
  readonly approval?: { readonly id: string; readonly hash: string };
  /** Hashes of documents. */
  readonly documents?: readonly string[];
}

/** What a feature asks to be posted. */
export interface PostingRequest {
  readonly bookId: number;
  /** Unique in the book, for ever. */
  readonly idempotencyKey: string;
  /** Name of the fact, e.g. `advance_paid`. */
  readonly fact: string;
  readonly summary: string;
  /** `YYYY-MM-DD`, Asia/Shanghai. */
  readonly businessOn: string;
  readonly madeBy: string;
  readonly lines: readonly PostingLine[];
  readonly holdChanges?: readonly HoldChange[];
  readonly evidence?: Evidence;
}

/** What a feature asks to be reversed. */
export interface ReversalRequest {
  readonly bookId: number;
  readonly idempotencyKey: string;
  readonly summary: string;
  readonly businessOn: string;
  readonly madeBy: string;
  readonly journalNumber: bigint;
  readonly evidence?: Evidence;
}

export interface AcceptedRequest {
  readonly requestId: bigint;
  /** False when the same request had been accepted before. */
  readonly isNew: boolean;
}

/** General voucher (记账凭证): the one voucher word until a bureau asks for more. */
export const GENERAL_VOUCHER = '记';

/** The one fact that a month on hold takes: an adjusting entry (调整分录). */
export const ADJUSTMENT = 'adjustment';

const hashOf = (content: readonly unknown[]): Buffer =>
  createHash('sha256').update(JSON.stringify(content)).digest();

/** Requests without evidence keep the hash that they had before there was any. */
const withEvidence = (content: readonly unknown[], evidence?: Evidence): readonly unknown[] =>
  evidence === undefined ? content : [...content, evidence];

const linesOf = ({ lines }: Pick<PostingRequest, 'lines'>) =>
  lines.map(({ account, amount, facets }) => ({
    code: account.code,
    dimensions: account.dimensions,
    side: account.side,
    section: account.section,
    floor: account.floor?.toString() ?? null,
    amount: amount.toString(),
    facets: facets ?? null,
  }));

const holdChangesOf = ({ holdChanges = [] }: Pick<PostingRequest, 'holdChanges'>) =>
  holdChanges.map(({ hold, amount }) => ({ hold: hold.toString(), amount: amount.toString() }));

/** What the lines take from accounts that have a floor, to be held until it is posted. */
function reservationsOf({ lines }: Pick<PostingRequest, 'lines'>) {
  const taken = new Map<string, { account: AccountKey; amount: bigint }>();
  for (const { account, amount } of lines) {
    if (account.floor === null) continue;
    const name = JSON.stringify([account.code, account.dimensions]);
    const before = taken.get(name)?.amount ?? 0n;
    taken.set(name, { account, amount: before - amount * BigInt(account.side) });
  }
  return [...taken.values()]
    .filter(({ amount }) => amount > 0n)
    .map(({ account: { code, dimensions }, amount }) => ({
      code,
      dimensions,
      amount: amount.toString(),
    }));
}

async function allAccepted(
  tx: EntityManager,
  statement: string,
  parameters: unknown[],
): Promise<AcceptedRequest[]> {
  const rows = await askKernel(() =>
    tx.query<{ request_id: string; is_new: boolean }[]>(statement, parameters),
  );
  return rows.map((row) => ({ requestId: BigInt(row.request_id), isNew: row.is_new }));
}

async function accepted(
  tx: EntityManager,
  { bookId, fact }: { readonly bookId: number; readonly fact: string },
  statement: string,
  parameters: unknown[],
): Promise<AcceptedRequest> {
  return traced('ledger.accept', { 'fund.book': bookId, 'fund.fact': fact }, async () => {
    const [answer] = await allAccepted(tx, statement, parameters);
    if (answer === undefined) throw new Error('the kernel gave no answer to a request');
    return answer;
  });
}

/**
 * Accepts a request inside the caller's transaction: nothing is posted yet, but from the commit on
 * it will be, exactly once.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED the key stands for another request
 * @throws DomainError PERIOD_NOT_OPEN the month of the business date takes no entries
 */
export async function acceptRequest(
  tx: EntityManager,
  request: PostingRequest,
): Promise<AcceptedRequest> {
  const lines = linesOf(request);
  const holdChanges = holdChangesOf(request);
  const { bookId, idempotencyKey, fact, summary, businessOn, madeBy, evidence } = request;
  const content = [fact, summary, businessOn, GENERAL_VOUCHER, madeBy, lines, holdChanges];
  return accepted(
    tx,
    request,
    'SELECT * FROM ledger.accept_request($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    [
      bookId,
      idempotencyKey,
      hashOf(withEvidence(content, evidence)),
      fact,
      summary,
      businessOn,
      GENERAL_VOUCHER,
      madeBy,
      JSON.stringify(lines),
      JSON.stringify(holdChanges),
      evidence ?? null,
    ],
  );
}

/**
 * Accepts requests of one book in one call, all or none. What their lines take from an account with a
 * floor is held at once, so that they cannot fail for want of money when they are posted.
 *
 * The keys stand for the whole call: sent again, it must be the same requests in the same order.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED a key stands for another call
 * @throws DomainError INSUFFICIENT_FUNDS an account has less free than the lines take from it
 * @throws DomainError PERIOD_NOT_OPEN the month of a business date takes no such entries
 */
export async function acceptRequests(
  tx: EntityManager,
  bookId: number,
  requests: readonly Omit<PostingRequest, 'bookId'>[],
): Promise<AcceptedRequest[]> {
  const asked = requests.map((request) => ({
    key: request.idempotencyKey,
    fact: request.fact,
    summary: request.summary,
    business_on: request.businessOn,
    voucher_word: GENERAL_VOUCHER,
    made_by: request.madeBy,
    lines: linesOf(request),
    hold_changes: holdChangesOf(request),
    reservations: reservationsOf(request),
    ...(request.evidence && { evidence: request.evidence }),
  }));
  return allAccepted(tx, 'SELECT * FROM ledger.accept_requests($1, $2, $3)', [
    bookId,
    hashOf(asked),
    JSON.stringify(asked),
  ]);
}

/**
 * Accepts the reversal of a posted journal: its sides swapped, under its own date, its holds given
 * back (红字冲销).
 *
 * @throws DomainError ALREADY_REVERSED a journal is reversed at most once
 * @throws DomainError JOURNAL_NOT_FOUND no such journal in the book
 * @throws DomainError REVERSAL_TOO_EARLY the journal is of a later day
 */
export async function acceptReversal(
  tx: EntityManager,
  reversal: ReversalRequest,
): Promise<AcceptedRequest> {
  const { bookId, idempotencyKey, summary, businessOn, madeBy, journalNumber, evidence } = reversal;
  const content = ['reversal', summary, businessOn, madeBy, journalNumber.toString()];
  return accepted(
    tx,
    { bookId, fact: 'reversal' },
    'SELECT * FROM ledger.accept_reversal($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      bookId,
      idempotencyKey,
      hashOf(withEvidence(content, evidence)),
      summary,
      businessOn,
      madeBy,
      journalNumber.toString(),
      evidence ?? null,
    ],
  );
}
