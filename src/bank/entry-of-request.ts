import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordAct } from '../audit';
import { fen, type Fen, formatYuan } from '../money';
import type { Work } from '../platform/work';
import { BankMatch, BankMatchPart, BankMatchUndoing } from './bank-match.entity';
import type { BankLine } from './bank-statement.entity';
import type { PersonalWork } from './match-lines';
import { lockAccount, type OwnAccount } from './plan-import';
import { isReconciled, MATCH_IS_RECONCILED } from './refuse-reconciled';

/** The entry that a posting request makes on an account at a bank, posted or not. */
interface EntryOfRequest {
  readonly requestId: bigint;
  readonly accountId: bigint;
  readonly amount: Fen;
}

interface Row {
  readonly request: string;
  readonly account: string;
  readonly amount: string;
  readonly matched: string;
}

/** What of a request is named: its key, or its id. */
type Named = { readonly key: string } | { readonly id: string };

const ENTRIES = `
  SELECT r.id AS request, a.id AS account, x.m AS amount, fund.bank_request_matched(a.id, r.id) AS matched
    FROM ledger.posting_request r CROSS JOIN LATERAL jsonb_to_recordset(r.lines) AS x(a bigint, m bigint)
    JOIN ledger.account a ON a.id = x.a
   WHERE r.book_id = $1 AND a.code = $2 AND r.status IN ('ready', 'posted')`;

const entryOf = ({ request, account, amount }: Row): EntryOfRequest => ({
  requestId: BigInt(request),
  accountId: BigInt(account),
  amount: fen(BigInt(amount)),
});

const partOf = ({ requestId, accountId, amount }: EntryOfRequest) => ({
  ...{ lineId: null, entrySeq: null },
  ...{ accountId, requestId, amountFen: amount },
});

type Part = Pick<BankMatchPart, 'lineId' | 'accountId' | 'entrySeq' | 'requestId' | 'amountFen'>;

async function keepMatch(
  work: PersonalWork,
  { bookId, account }: OwnAccount,
  parts: readonly Part[],
): Promise<void> {
  const { tx, by: madeBy, from } = work;
  const id = uuidv7();
  const made = { note: null, madeBy, madeById: from.personId };
  await tx.insert(BankMatch, { id, bookId, accountCode: account, ...made });
  await tx.insert(
    BankMatchPart,
    parts.map((part, index) => ({ matchId: id, ordinal: index + 1, ...part })),
  );
  await recordAct(work, 'bank_match.make', {
    ...{ match: id, account },
    parts: parts.map(({ lineId, requestId, amountFen }) => ({
      ...(lineId === null ? { request: String(requestId) } : { line: lineId }),
      amount: formatYuan(amountFen),
    })),
  });
}

/**
 * Matches a line, which is locked and open, with the whole entry that a request of the same transaction asks for.
 *
 * @param named the request in the book of the line
 */
export async function matchWithRequest(
  work: PersonalWork,
  { bookId, accountCode: account, id, amountFen }: BankLine,
  named: Named,
): Promise<void> {
  const [which, value] =
    'key' in named ? ['r.idempotency_key = $3', named.key] : ['r.id = $3::bigint', named.id];
  const [row] = await work.tx.query<Row[]>(`${ENTRIES} AND ${which}`, [bookId, account, value]);
  if (row === undefined) throw new Error(`no request ${value} moves ${account}`);
  const line = { lineId: id, accountId: null, entrySeq: null, requestId: null, amountFen };
  await keepMatch(work, { bookId, account }, [line, partOf(entryOf(row))]);
}

/**
 * Matches entries with those of the journals that reversed them, where neither is matched: they cancel each other, and
 * the bank knows of neither.
 *
 * @param keys of the requests that asked for what was reversed
 */
export async function matchWithReversals(
  work: PersonalWork,
  own: OwnAccount,
  keys: readonly string[],
): Promise<void> {
  await lockAccount(work.tx, own);
  for (const key of keys) {
    const rows = await work.tx.query<Row[]>(
      `${ENTRIES} AND (r.idempotency_key = $3 OR r.reverses_journal = (
          SELECT o.journal_number FROM ledger.posting_request o WHERE o.book_id = $1 AND o.idempotency_key = $3))`,
      [own.bookId, own.account, key],
    );
    if (rows.length !== 2 || rows.some(({ matched }) => matched !== '0')) continue;
    await keepMatch(
      work,
      own,
      rows.map((row) => partOf(entryOf(row))),
    );
  }
}

/**
 * Undoes the match of a line with nothing but the entry that a request asked for, as the entry is taken back: the line
 * is open again. A match that a reconciliation statement rests on stays.
 *
 * @param key of the request
 */
export async function freeLineOf(
  work: PersonalWork,
  own: OwnAccount,
  key: string,
  reason: string,
): Promise<void> {
  const { tx, by: madeBy, from } = work;
  await lockAccount(tx, own);
  for (const { id } of await matchesOf(tx, own, key)) {
    if (await isReconciled(tx, MATCH_IS_RECONCILED, id)) continue;
    await tx.insert(BankMatchUndoing, { matchId: id, reason, madeBy, madeById: from.personId });
    await recordAct(work, 'bank_match.undo', { match: id, reason });
  }
}

const matchesOf = (tx: EntityManager, own: OwnAccount, key: string): Promise<{ id: string }[]> =>
  tx.query(
    `SELECT p.match_id AS id FROM ledger.posting_request r
       JOIN ledger.journal j ON j.request_id = r.id
       JOIN ledger.entry e ON e.journal_number = j.number AND e.book_id = j.book_id
       JOIN ledger.account a ON a.id = e.account_id AND a.code = $2
       JOIN fund.bank_match_part p ON p.account_id = a.id AND (p.entry_seq = e.seq OR p.request_id = r.id)
      WHERE r.book_id = $1 AND r.idempotency_key = $3
        AND NOT EXISTS (SELECT FROM fund.bank_match_undoing u WHERE u.match_id = p.match_id)
        AND (SELECT count(*) = 2 AND count(o.line_id) = 1 FROM fund.bank_match_part o WHERE o.match_id = p.match_id)`,
    [own.bookId, own.account, key],
  );

/** A work of somebody who is signed in. */
export function requirePerson(work: Work): PersonalWork {
  const { from } = work;
  if (from === undefined) throw new Error('nobody is signed in');
  return { ...work, from };
}
