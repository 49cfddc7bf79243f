import type { Canonical, SealedEntry, SealedJournal } from './canonical';
import { JOURNAL_FORMAT } from './canonical';

/** Whatever can be asked in SQL: a data source, a transaction, a bare connection. */
export interface Reader {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

type EntryRow = [
  line: string,
  account: string | null,
  dimensions: (string | null)[],
  section: string | null,
  side: string | null,
  amount: string,
  balanceAfter: string,
  seq: string,
  businessOn: string,
  facets: Record<string, Canonical> | null,
];

interface JournalRow {
  number: string;
  voucher_word: string;
  voucher_month: string;
  voucher_number: string;
  business_on: string;
  booked_at: string;
  fact: string;
  summary: string;
  made_by: string;
  reverses: string | null;
  entry_count: string;
  request_id: string | null;
  idempotency_key: string | null;
  body_hash: string | null;
  entries: EntryRow[] | null;
}

// One index look-up for each number, also in a database of many books: their journals of the same
// numbers lie side by side. Facets that are no texts, which no feature writes, keep their spelling.
const JOURNALS = `
  SELECT g.number, j.voucher_word, to_char(j.voucher_month, 'YYYY-MM-DD') AS voucher_month, j.voucher_number::text,
         to_char(j.business_on, 'YYYY-MM-DD') AS business_on,
         to_char(j.booked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS booked_at,
         j.fact, j.summary, j.made_by, j.reverses, j.entry_count::text,
         r.id AS request_id, r.idempotency_key, encode(r.body_hash, 'hex') AS body_hash, e.entries
    FROM generate_series($2::bigint, $3::bigint) AS g(number)
    JOIN LATERAL (SELECT * FROM ledger.journal j WHERE j.number = g.number AND j.book_id = $1 LIMIT 1) j ON true
    LEFT JOIN LATERAL (SELECT * FROM ledger.posting_request r WHERE r.id = j.request_id LIMIT 1) r ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_array(
               e.line::text, a.code, ARRAY[a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4],
               a.section, a.side::text, e.amount::text, e.balance_after::text, e.seq::text,
               to_char(e.business_on, 'YYYY-MM-DD'),
               CASE WHEN e.facets IS NULL THEN NULL
                    WHEN jsonb_typeof(e.facets) <> 'object' THEN jsonb_build_object('', jsonb_build_object('whole', e.facets::text))
                    ELSE (SELECT coalesce(jsonb_object_agg(f.key, CASE jsonb_typeof(f.value) WHEN 'string' THEN f.value
                                            ELSE jsonb_build_object('json', f.value::text) END), '{}')
                            FROM jsonb_each(e.facets) f) END) ORDER BY e.line) AS entries
        FROM ledger.entry e LEFT JOIN ledger.account a ON a.id = e.account_id AND a.book_id = e.book_id
       WHERE e.journal_number = g.number AND e.book_id = $1) e ON true
   ORDER BY g.number`;

function entryOf(row: EntryRow): SealedEntry {
  const [line, account, dimensions, section, side, amount, balanceAfter, seq, businessOn, facets] =
    row;
  return {
    account: account ?? '',
    amount,
    balanceAfter,
    businessOn,
    dimensions: dimensions.map((value) => value ?? ''),
    ...(facets !== null && { facets }),
    line,
    section: section ?? '',
    seq,
    side: side ?? '',
  };
}

/** Journals `from` to `to` of a book as they are sealed; those that are not there are left out. */
export async function readSealedJournals(
  reader: Reader,
  book: { readonly id: number; readonly code: string },
  from: bigint,
  to: bigint,
): Promise<SealedJournal[]> {
  const rows = await reader.query<JournalRow>(JOURNALS, [book.id, from.toString(), to.toString()]);
  return rows.map((row) => ({
    format: JOURNAL_FORMAT,
    book: book.code,
    number: row.number,
    voucher: {
      word: row.voucher_word,
      month: row.voucher_month,
      number: row.voucher_number,
    },
    businessOn: row.business_on,
    bookedAt: row.booked_at,
    fact: row.fact,
    summary: row.summary,
    madeBy: row.made_by,
    ...(row.reverses !== null && { reverses: row.reverses }),
    ...(row.request_id !== null && {
      request: {
        id: row.request_id,
        key: row.idempotency_key ?? '',
        bodyHash: row.body_hash ?? '',
      },
    }),
    entryCount: row.entry_count,
    entries: (row.entries ?? []).map(entryOf),
  }));
}
