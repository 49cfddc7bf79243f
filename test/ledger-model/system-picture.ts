import type { TestLedger } from '../support/ledger';
import type { Picture } from './ledger';

const NAME = `concat_ws('/', a.code, a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4)`;
const MONTH = (column: string): string => `to_char(${column}, 'YYYY-MM')`;

/** A key without the name of its history. */
const KEY = `split_part(r.idempotency_key, '/', 2)`;

const listOf = (row: string, order: string, from: string): string =>
  `(SELECT coalesce(json_agg(json_build_object(${row}) ORDER BY ${order}), '[]') FROM ${from})`;

const LISTS: Readonly<Record<keyof Picture | 'failures', string>> = {
  accounts: listOf(
    `'name', ${NAME}, 'side', a.side, 'section', a.section, 'floor', b.floor::text,
     'posted', b.posted::text, 'held', b.held::text, 'entries', b.seq`,
    `${NAME} COLLATE "C"`,
    'ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id WHERE a.book_id = $1',
  ),
  journals: listOf(
    `'number', j.number,
     'voucher', concat_ws('-', j.voucher_word, ${MONTH('j.voucher_month')}, to_char(j.voucher_number, 'FM0000')),
     'fact', j.fact, 'summary', j.summary, 'businessOn', j.business_on, 'madeBy', j.made_by,
     'request', ${KEY}, 'reverses', j.reverses,
     'entries', ${listOf(
       `'account', ${NAME}, 'seq', e.seq, 'amount', e.amount::text,
        'balanceAfter', e.balance_after::text, 'facets', e.facets`,
       'e.line',
       `ledger.entry e JOIN ledger.account a ON a.id = e.account_id
         WHERE e.journal_number = j.number AND e.book_id = j.book_id`,
     )}`,
    'j.number',
    'ledger.journal j JOIN ledger.posting_request r ON r.id = j.request_id WHERE j.book_id = $1',
  ),
  requests: listOf(
    `'key', ${KEY}, 'status', r.status, 'attempts', r.attempts, 'journal', r.journal_number`,
    'r.id',
    'ledger.posting_request r WHERE r.book_id = $1',
  ),
  failures: `(SELECT coalesce(json_agg(r.failure_code ORDER BY r.id), '[]')
                FROM ledger.posting_request r WHERE r.book_id = $1)`,
  holds: listOf(
    `'account', ${NAME}, 'remaining', h.remaining::text, 'ends', h.expires_at IS NOT NULL,
     'isReleased', h.released_at IS NOT NULL`,
    'h.id',
    'ledger.hold h JOIN ledger.account a ON a.id = h.account_id WHERE a.book_id = $1',
  ),
  months: listOf(
    `'month', ${MONTH('p.month')}, 'state', p.state`,
    'p.month',
    'ledger.period p WHERE p.book_id = $1',
  ),
  closings: listOf(
    `'month', ${MONTH('c.month')}, 'version', c.version, 'through', c.through_journal, 'accounts', c.accounts`,
    'c.month, c.version',
    'ledger.period_closing c WHERE c.book_id = $1',
  ),
  reopenings: listOf(
    `'month', ${MONTH('o.month')}, 'version', o.version, 'through', o.through_journal,
     'people', json_build_array(o.reopened_by, o.second_person)`,
    'o.month, o.version',
    'ledger.period_reopening o WHERE o.book_id = $1',
  ),
  vouchers: listOf(
    `'month', ${MONTH('k.month')}, 'last', k.last_number`,
    'k.month',
    'ledger.voucher_counter k WHERE k.book_id = $1',
  ),
};

const PICTURE = `SELECT ${Object.entries(LISTS)
  .map(([name, list]) => `${list} AS ${name}`)
  .join(',\n')}`;

/** Reads a whole book from the tables, past the queries of the ledger. */
export async function pictureOf(
  ledger: TestLedger,
  bookId: number,
): Promise<{ picture: Picture; failures: (string | null)[] }> {
  const [row] = await ledger.rows<Picture & { failures: (string | null)[] }>(PICTURE, [bookId]);
  if (row === undefined) throw new Error('no picture of the book');
  const { failures, ...picture } = row;
  return { picture, failures };
}
