import type { Client } from 'pg';

/** Entries of one request of the benchmark: a debit and a credit. */
export const ENTRIES = 2;
const ACCOUNTS = 1_000;

/** Whether the debits go to any of a thousand accounts or all to one. */
export type Shape = 'spread' | 'hot';

/** SQL for one of the accounts; the remainder comes first, so that no number of a request is too large. */
const accountOf = (factor: number): string =>
  `'c' || (n % ${String(ACCOUNTS)} * ${String(factor)}) % ${String(ACCOUNTS)}`;

/** SQL for the lines of request `n`; the debit side has a floor, so that floors are checked too. */
const linesOf = (shape: Shape): string => `jsonb_build_array(
  jsonb_build_object('code', '1011', 'dimensions', jsonb_build_array('', ${
    shape === 'hot' ? "'hot'" : accountOf(619)
  }, '', ''), 'side', 1, 'section', 'main', 'floor', '0', 'amount', '100', 'facets', NULL),
  jsonb_build_object('code', '4001', 'dimensions', jsonb_build_array('', ${accountOf(487)}, '', ''),
                     'side', -1, 'section', 'main', 'floor', NULL, 'amount', '-100', 'facets', NULL))`;

/** Requests a call, and how many wait for each second that is measured. */
export const BATCHES = [
  { requests: 1, aSecond: 800 },
  { requests: 5, aSecond: 3_000 },
  { requests: 50, aSecond: 8_000 },
  { requests: 500, aSecond: 12_000 },
] as const;
/** Drains at full speed. */
export const FULL_BATCH = BATCHES[3];
/** The most that one measurement has waiting. */
const MOST_PREPARED = 60_000;

/** How many requests wait when a batch size is measured for so long. */
export const preparedFor = (
  { requests, aSecond }: (typeof BATCHES)[number],
  sliceMs: number,
): number =>
  Math.min(MOST_PREPARED, Math.max(2 * requests, Math.round((aSecond * sliceMs) / 1_000)));

let accepted = 0;

/** Accepts requests in the server, so that a drain has them waiting. */
export async function acceptMany(
  client: Client,
  bookId: number,
  shape: Shape,
  requests: number,
): Promise<void> {
  const from = accepted + 1;
  accepted += requests;
  await client.query(
    `SELECT count(r.request_id) FROM generate_series($2::integer, $3::integer) AS n
      CROSS JOIN LATERAL ledger.accept_request($1, 'bench-' || n, sha256(convert_to(n::text, 'UTF8')), 'bench',
        'benchmark', '2024-03-01', '记', 'bench', ${linesOf(shape)}, '[]') AS r`,
    [bookId, from, accepted],
  );
}

let sent = 0;

/** The number of the next request that is sent singly. */
export function nextRequest(): number {
  sent += 1;
  return sent;
}

/** The statement that accepts one request, for clients that send them singly. */
export const ACCEPT_ONE = `SELECT r.request_id FROM (SELECT $2::integer AS n) AS one
  CROSS JOIN LATERAL ledger.accept_request($1, 'single-' || n, sha256(convert_to(n::text, 'UTF8')), 'bench',
    'benchmark', '2024-03-01', '记', 'bench', ${linesOf('spread')}, '[]') AS r`;

/** Posts up to `requests` of a book in batches, for `forMs` at most; returns entries a second. */
export async function measureDrain(
  client: Client,
  bookId: number,
  batch: number,
  forMs: number,
): Promise<number> {
  const started = performance.now();
  let posted = 0;
  for (;;) {
    const { rows } = await client.query<{ posted: number; failed: number }>(
      'SELECT posted, failed FROM ledger.drain($1, $2)',
      [bookId, batch],
    );
    const [result] = rows;
    if (result === undefined || result.failed > 0) throw new Error('a request could not be posted');
    posted += result.posted;
    const elapsed = performance.now() - started;
    if (result.posted === 0 || elapsed > forMs) return (posted * ENTRIES * 1_000) / elapsed;
  }
}

/** Posts whatever a measurement left, so that the next one starts with nothing waiting. */
export async function drainRest(client: Client, bookId: number): Promise<void> {
  await measureDrain(client, bookId, 1_000, 600_000);
}

/** Opens a sandbox book for measuring. */
export async function openBook(client: Client, code: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT ledger.open_book($1, 'sandbox', 'bench') AS id`,
    [code],
  );
  const [book] = rows;
  if (book === undefined) throw new Error('no book was opened');
  return book.id;
}

const FILL_AT_ONCE = 5_000;
/** So many of them to the hot account, so that there is one with a long statement. */
const HOT_AT_ONCE = 200;

/** Posts until a book has so many entries at least. */
export async function fillTo(client: Client, bookId: number, entries: number): Promise<void> {
  const { rows } = await client.query<{ journals: number }>(
    'SELECT last_journal::integer AS journals FROM ledger.book_head WHERE book_id = $1',
    [bookId],
  );
  let journals = rows[0]?.journals ?? 0;
  for (; journals * ENTRIES < entries; journals += FILL_AT_ONCE) {
    await acceptMany(client, bookId, 'hot', HOT_AT_ONCE);
    await acceptMany(client, bookId, 'spread', FILL_AT_ONCE - HOT_AT_ONCE);
    await drainRest(client, bookId);
  }
}
