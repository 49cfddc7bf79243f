import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { BANK_ACCOUNT_CODES } from '../accounting';
import { ageOf, type BusinessDate, businessDate, forEachAge } from '../calendar';
import type { Book } from '../ledger';
import { fen, formatYuan, sumFen } from '../money';
import type { lineAgeing } from './schemas';

interface Row {
  readonly account: string;
  readonly on: string;
  readonly count: number;
  readonly into: string;
  readonly out: string;
}

const OPEN_BY_DAY = `
  SELECT s.account_code AS account, s.booked_on::text AS on, count(*)::integer AS count,
         coalesce(sum(s.amount_fen - s.matched_fen) FILTER (WHERE s.amount_fen > 0), 0) AS into,
         coalesce(sum(s.matched_fen - s.amount_fen) FILTER (WHERE s.amount_fen < 0), 0) AS out
    FROM fund.bank_line_standing s
   WHERE s.book_id = $1 AND s.booked_on <= $2 AND s.matched_fen <> s.amount_fen AND NOT s.ignored
   GROUP BY s.account_code, s.booked_on`;

const sumOf = (rows: readonly Row[]) => ({
  count: rows.reduce((sum, { count }) => sum + count, 0),
  into: formatYuan(sumFen(rows.map(({ into }) => fen(BigInt(into))))),
  out: formatYuan(sumFen(rows.map(({ out }) => fen(BigInt(out))))),
});

/** What of the lines of a book's accounts is open today, by the days since the bank booked it. */
export async function readLineAgeing(
  tx: EntityManager,
  { id, code }: Book,
  on: BusinessDate,
): Promise<z.infer<typeof lineAgeing>> {
  const rows = await tx.query<Row[]>(OPEN_BY_DAY, [id, on]);
  const items = BANK_ACCOUNT_CODES.map((account) => {
    const ofAccount = rows.filter((row) => row.account === account);
    const ages = forEachAge((age) =>
      sumOf(ofAccount.filter((row) => ageOf(businessDate(row.on), on) === age)),
    );
    return { account, ...sumOf(ofAccount), ages };
  });
  return { book: code, on, items };
}
