import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { ACCOUNT_NAMES, CLEARED_BY } from '../accounting';
import { ageOf, type BusinessDate, businessDate, daysOpen, forEachAge } from '../calendar';
import type { Book } from '../ledger';
import { fen, type Fen, formatYuan, sumFen } from '../money';
import type { clearingAccounts } from './clearing-schemas';
import { dimensionsOf } from './shapes';

type Account = z.infer<typeof clearingAccounts>['accounts'][number];

/** Of one account of the chart at most; the oldest first. */
const MOST_ITEMS = 200;

// The first money is cleared first: of each entry the part is open that what went the other way does not reach.
const OPEN = `
  WITH entry AS MATERIALIZED (
    SELECT a.id, e.seq, e.business_on, a.side * e.amount AS fen
      FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id
     WHERE a.book_id = $1 AND a.code = ANY ($2::text[]) AND e.business_on <= $3::date),
  uncleared AS MATERIALIZED (
    SELECT id, sign(sum(fen)) AS toward FROM entry GROUP BY id HAVING sum(fen) <> 0),
  moved AS (
    SELECT u.id, e.business_on, e.seq, e.fen * u.toward AS fen, u.toward FROM uncleared u JOIN entry e ON e.id = u.id),
  cleared AS (SELECT id, -sum(least(fen, 0)) AS fen FROM moved GROUP BY id),
  added AS (
    SELECT m.*, sum(m.fen) OVER (PARTITION BY m.id ORDER BY m.business_on, m.seq) AS upto FROM moved m WHERE m.fen > 0)
  SELECT d.id AS account, x.code, ARRAY[x.dimension_1, x.dimension_2, x.dimension_3, x.dimension_4] AS dimensions,
         c.number, c.id AS "caseId", d.business_on::text AS on,
         sum(d.toward * least(d.fen, d.upto - k.fen))::bigint AS open
    FROM added d JOIN cleared k ON k.id = d.id JOIN ledger.account x ON x.id = d.id
    LEFT JOIN fund.litigation_case c ON c.id::text = x.dimension_2
   WHERE d.upto > k.fen
   GROUP BY d.id, x.id, c.id, d.business_on ORDER BY d.business_on, d.id`;

const LEDGER = `
  SELECT a.code, sum(a.side * b.posted) AS balance FROM ledger.account a
    JOIN ledger.balances_at($1, $3, NULL, ARRAY(
           SELECT o.id FROM ledger.account o WHERE o.book_id = $1 AND o.code = ANY ($2::text[]))) b ON b.account_id = a.id
   GROUP BY a.code`;

interface Row {
  readonly account: string;
  readonly code: string;
  readonly dimensions: readonly string[];
  readonly number: string | null;
  readonly caseId: string | null;
  readonly on: string;
  readonly open: string;
}

const openOf = (rows: readonly Row[]): Fen => sumFen(rows.map(({ open }) => fen(BigInt(open))));

/** What one account with its dimensions still waits for. @param rows of it, the oldest first */
function itemOf(rows: readonly [Row, ...Row[]], on: BusinessDate): Account['items'][number] {
  const [{ account, caseId, number, dimensions, on: since }] = rows;
  const numbers = new Map(number === null ? [] : [[dimensions[1] ?? '', number]]);
  return {
    ...{ account, caseId, since },
    dimensions: dimensionsOf(dimensions, numbers),
    balance: formatYuan(openOf(rows)),
    days: daysOpen(businessDate(since), on),
    age: ageOf(businessDate(since), on),
  };
}

/** Rows of each account, in the order in which the accounts come. */
function byAccount(rows: readonly Row[]): [Row, ...Row[]][] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(row.account);
    if (group === undefined) groups.set(row.account, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/**
 * The accounts of a book that must return to zero, as of a day: what is on them by case and reference, since when, and
 * what must happen. The sums are told from the entries, and beside them what the books say.
 */
export async function readClearing(
  tx: EntityManager,
  { id, code: book }: Book,
  on: BusinessDate,
): Promise<z.infer<typeof clearingAccounts>> {
  const codes = Object.keys(CLEARED_BY);
  const rows = await tx.query<Row[]>(OPEN, [id, codes, on]);
  const ledger = await tx.query<{ code: string; balance: string }[]>(LEDGER, [id, codes, on]);
  const inBooks = new Map(ledger.map(({ code, balance }) => [code, BigInt(balance)]));
  const accounts = Object.entries(CLEARED_BY).map(([code, clearedBy]) => {
    const ofCode = rows.filter((row) => row.code === code);
    const items = byAccount(ofCode).map((some) => itemOf(some, on));
    return {
      ...{ code, clearedBy, name: ACCOUNT_NAMES[code] ?? { zh: code, en: code } },
      balance: formatYuan(openOf(ofCode)),
      ledger: formatYuan(fen(inBooks.get(code) ?? 0n)),
      ages: forEachAge((age) =>
        formatYuan(openOf(ofCode.filter((row) => ageOf(businessDate(row.on), on) === age))),
      ),
      count: items.length,
      items: items.slice(0, MOST_ITEMS),
    };
  });
  return { book, on, accounts };
}
