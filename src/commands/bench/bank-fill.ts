import type { Client } from 'pg';
import { drainRest, openBook } from './draining';

/** The book whose bank account has very many lines. */
export const BANK_BOOK = 'bank-one';
/** The account that lines are read of. */
export const BANK_ACCOUNT = '1002.01';
/** Lines of one statement, as a large file has them. */
const STATEMENT = 20_000;
const ENTRIES_AT_ONCE = 5_000;
/** The guard of matches looks at each match of a statement by itself. */
const MATCHES_AT_ONCE = 25;

const OWN_BOOK = `
  INSERT INTO fund.bureau_book (book_id, bureau_id)
  SELECT $1, u.id FROM fund.bureau u WHERE u.code = 'sandbox'`;

/** Two hundred movements a day; amounts differ within a month, so that a suggestion has few candidates. */
const DAY = `(date '2021-01-04' + n / 200)`;
const AMOUNT = '(100 + n % 7000)';

const LINES = `jsonb_build_array(
  jsonb_build_object('code', '${BANK_ACCOUNT}', 'dimensions', ARRAY['', '', '', ''], 'side', 1, 'section', 'main',
    'floor', 0, 'amount', ${AMOUNT}),
  jsonb_build_object('code', '4604', 'dimensions', ARRAY['', '', '', ''], 'side', -1, 'section', 'main',
    'floor', NULL, 'amount', -${AMOUNT}))`;
const ACCEPT = `
  SELECT count(r.request_id) FROM generate_series($2::integer, $3::integer) AS n
   CROSS JOIN LATERAL ledger.accept_request($1, 'bank-' || n, sha256(convert_to(n::text, 'UTF8')), 'bench',
     '执行款 ' || n, ${DAY}, '记', 'bench', ${LINES}, '[]') AS r`;

const STATEMENTS = `
  INSERT INTO fund.bank_statement (id, book_id, account_code, file_name, file_hash, profile_name, profile_version,
      profile_hash, opening_fen, closing_fen, line_count, new_count, imported_by)
  SELECT gen_random_uuid(), $1, '${BANK_ACCOUNT}', 'bench-' || $2 || '.csv', sha256('bench'), 'bench', 0,
         sha256('bench'), 0, 0, $3, $3, 'bench' RETURNING id`;
const BANK_LINES = `
  INSERT INTO fund.bank_line (id, statement_id, book_id, account_code, position, line, booked_on, serial, amount_fen,
      balance_fen, counterparty, remark, identity, content_hash)
  SELECT uuidv7(), $2, $1, '${BANK_ACCOUNT}', n, n - $3 + 1, ${DAY}, 'S' || n, ${AMOUNT},
         $5::bigint + sum(${AMOUNT}) OVER (ORDER BY n), '某化工公司' || n % 500, '执行款 ' || n,
         sha256(convert_to('i' || n, 'UTF8')), sha256(convert_to('c' || n, 'UTF8'))
    FROM generate_series($3::integer, $4::integer) AS n ORDER BY n`;
const CLOSING = `
  SELECT l.balance_fen AS balance FROM fund.bank_line l WHERE l.book_id = $1 ORDER BY l.position DESC LIMIT 1`;

// The older half of all is matched, line by line with the entry of the same number.
const PAIRS = `
  CREATE TEMP TABLE bench_pair AS
  SELECT gen_random_uuid() AS match_id, l.position AS n, l.id AS line_id, e.account_id, e.seq, e.amount
    FROM fund.bank_line l
    JOIN ledger.journal j ON j.book_id = l.book_id AND j.summary = '执行款 ' || l.position
    JOIN ledger.entry e ON e.journal_number = j.number AND e.book_id = j.book_id AND e.amount > 0
   WHERE l.book_id = $1 AND l.position <= $2`;
const MATCHES = `
  INSERT INTO fund.bank_match (id, book_id, account_code, made_by, made_by_id)
  SELECT match_id, $1, '${BANK_ACCOUNT}', 'bench', $4 FROM bench_pair WHERE n BETWEEN $2 AND $3`;
const PARTS = `
  INSERT INTO fund.bank_match_part (match_id, ordinal, line_id, account_id, entry_seq, amount_fen)
  SELECT match_id, 1, line_id, NULL, NULL, amount FROM bench_pair WHERE n BETWEEN $1 AND $2
   UNION ALL
  SELECT match_id, 2, NULL, account_id, seq, amount FROM bench_pair WHERE n BETWEEN $1 AND $2`;

async function fillLines(client: Client, book: number, lines: number): Promise<void> {
  for (let from = 1; from <= lines; from += STATEMENT) {
    const until = Math.min(from + STATEMENT - 1, lines);
    const count = until - from + 1;
    const statement = await client.query<{ id: string }>(STATEMENTS, [book, from, count]);
    const closing = await client.query<{ balance: string }>(CLOSING, [book]);
    const opening = closing.rows[0]?.balance ?? '0';
    await client.query(BANK_LINES, [book, statement.rows[0]?.id, from, until, opening]);
  }
}

async function fillMatches(
  client: Client,
  book: number,
  matches: number,
  madeBy: string,
): Promise<void> {
  await client.query(PAIRS, [book, matches]);
  await client.query('CREATE INDEX ON bench_pair (n)');
  await client.query('ANALYZE bench_pair');
  for (let from = 1; from <= matches; from += MATCHES_AT_ONCE) {
    const until = from + MATCHES_AT_ONCE - 1;
    await client.query('BEGIN');
    await client.query(MATCHES, [book, from, until, madeBy]);
    await client.query(PARTS, [from, until]);
    await client.query('COMMIT');
  }
}

/**
 * Fills an account with so many lines and as many entries, of which the older half is matched.
 *
 * @param madeBy id of whoever matches
 */
export async function fillBank(client: Client, lines: number, madeBy: string): Promise<void> {
  const book = await openBook(client, BANK_BOOK);
  await client.query(OWN_BOOK, [book]);
  for (let from = 1; from <= lines; from += ENTRIES_AT_ONCE) {
    await client.query(ACCEPT, [book, from, Math.min(from + ENTRIES_AT_ONCE - 1, lines)]);
    await drainRest(client, book);
  }
  await fillLines(client, book, lines);
  await fillMatches(client, book, Math.floor(lines / 2), madeBy);
}
