import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { chart } from '../accounting';
import { type BusinessDate, businessDate } from '../calendar';
import { AGE_BANDS, type AgeBand, ageBandOf } from '../law';
import { type Book, readTotalAt } from '../ledger';
import { addFen, type Fen, fen, formatYuan, sumFen, ZERO_FEN } from '../money';
import type { ageing } from './ageing-schemas';

type Ageing = z.infer<typeof ageing>;
type Item = Ageing['items'][number];

const COSTS = chart.costsOwed('', '').code;
const DAMAGES = chart.memo.damagesOwed('', '').code;

// A debt is there from the day on which the books have it. What was taken back or written off counts from its
// own day on, and so does the reversal of a judgment and what it changes; what came of a debt written off changes nothing that is outstanding.
const BALANCES = `
  SELECT c.id AS case, c.number, b.due_on::text AS "dueOn",
         CASE WHEN opened.day <= $3::date AND (j.reversed_on > $3::date) IS NOT FALSE THEN b.ordered_fen ELSE 0 END
           - coalesce(paid.fen, 0) - coalesce(written.fen, 0) AS outstanding_fen,
         (SELECT jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name) ORDER BY f.ordinal)
            FROM fund.item_debtor d JOIN fund.defendant f ON f.id = d.defendant_id
           WHERE d.item_id = i.id AND (b.defendant_id IS NULL OR b.defendant_id = f.id)) AS debtors
    FROM fund.litigation_case c JOIN fund.judgment_item i ON i.case_id = c.id
    JOIN fund.judgment j ON j.id = i.judgment_id
    JOIN fund.claim_balance b ON b.item_id = i.id
    JOIN ledger.account a ON a.book_id = c.book_id AND a.code = ANY ($2::text[])
                         AND a.dimension_2 = c.id::text AND a.dimension_4 = i.ref
    JOIN LATERAL (SELECT min(e.business_on) AS day FROM ledger.entry e
                   WHERE e.account_id = a.id AND e.amount > 0) opened ON true
    LEFT JOIN LATERAL (
         SELECT sum(x.amount_fen) AS fen FROM fund.receipt_allocation x JOIN fund.receipt r ON r.id = x.receipt_id
           LEFT JOIN fund.receipt_reallocation n ON n.receipt_id = x.receipt_id AND n.judgment_id = x.judgment_id
          WHERE x.balance_id = b.id AND x.part = 'principal' AND coalesce(n.reallocated_on, r.received_on) <= $3::date
            AND NOT EXISTS (SELECT FROM fund.receipt_allocation_undoing u
                             WHERE u.allocation_id = x.id AND u.undone_on <= $3::date)
            AND NOT EXISTS (SELECT FROM fund.receipt_reversal v
                             WHERE v.receipt_id = r.id AND v.reversed_on <= $3::date)) paid ON true
    LEFT JOIN LATERAL (
         SELECT sum(p.amount_fen) AS fen FROM fund.write_off_part p JOIN fund.write_off w ON w.id = p.write_off_id
          WHERE p.balance_id = b.id AND w.written_off_on <= $3::date
            AND NOT EXISTS (SELECT FROM fund.write_off_reversal o
                             WHERE o.write_off_id = w.id AND o.reversed_on <= $3::date)) written ON true
   WHERE c.book_id = $1
   ORDER BY c.id, i.ordinal, b.ordinal`;

interface Row extends Pick<Item, 'case' | 'number' | 'debtors'> {
  readonly dueOn: string | null;
  readonly outstanding_fen: string;
}

type Bands = Readonly<Record<AgeBand, Fen>>;

const NONE: Bands = {
  not_due: ZERO_FEN,
  to_30: ZERO_FEN,
  to_90: ZERO_FEN,
  to_365: ZERO_FEN,
  over_365: ZERO_FEN,
};

const inYuan = (bands: Bands): Item['bands'] => ({
  not_due: formatYuan(bands.not_due),
  to_30: formatYuan(bands.to_30),
  to_90: formatYuan(bands.to_90),
  to_365: formatYuan(bands.to_365),
  over_365: formatYuan(bands.over_365),
});

const totalOf = (bands: Bands): Fen => sumFen(AGE_BANDS.map((band) => bands[band]));

function add(bands: Bands, { dueOn, outstanding_fen }: Row, on: BusinessDate): Bands {
  const band = ageBandOf(dueOn === null ? null : businessDate(dueOn), on);
  return { ...bands, [band]: addFen(bands[band], fen(BigInt(outstanding_fen))) };
}

/** Rows of one case that the same debtors owe, together. */
function grouped(rows: readonly Row[], on: BusinessDate): { of: Row; bands: Bands }[] {
  const groups = new Map<string, { of: Row; bands: Bands }>();
  for (const row of rows) {
    const key = [row.case, ...row.debtors.map(({ id }) => id)].join();
    const bands = groups.get(key)?.bands ?? NONE;
    groups.set(key, { of: row, bands: add(bands, row, on) });
  }
  return [...groups.values()];
}

/**
 * What is outstanding in a book on a day, by case and debtor and by how long it has been due (账龄); it adds up
 * to the accounts of costs and damages owed, once everything is posted.
 */
export async function readAgeing(
  tx: EntityManager,
  { id: bookId, code }: Pick<Book, 'id' | 'code'>,
  on: BusinessDate,
): Promise<Ageing> {
  const rows = await tx.query<Row[]>(BALANCES, [bookId, [COSTS, DAMAGES], on]);
  const due = rows.filter(({ outstanding_fen }) => BigInt(outstanding_fen) !== 0n);
  const bands = due.reduce((sum, row) => add(sum, row, on), NONE);
  const inBooks = async (account: string): Promise<Fen> =>
    fen(await readTotalAt(tx, bookId, { asOf: on }, { code: account }));
  const [costs, damages] = [await inBooks(COSTS), await inBooks(DAMAGES)];
  return {
    book: code,
    on,
    items: grouped(due, on).map(({ of, bands: own }) => ({
      case: of.case,
      number: of.number,
      debtors: of.debtors,
      outstanding: formatYuan(totalOf(own)),
      bands: inYuan(own),
    })),
    outstanding: formatYuan(totalOf(bands)),
    bands: inYuan(bands),
    books: {
      costs: formatYuan(costs),
      damages: formatYuan(damages),
      total: formatYuan(addFen(costs, damages)),
    },
  };
}
