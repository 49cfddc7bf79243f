import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { booksOf, type Caller } from '../identity';
import { formatYuan } from '../money';
import type { lineHistory } from './match-schemas';

type History = z.infer<typeof lineHistory>;
type Part = History['matches'][number]['parts'][number];

type MatchRow = Omit<History['matches'][number], 'parts'> & {
  readonly parts: readonly (Omit<Part, 'amount'> & { readonly fen: string })[];
};

const VOUCHER = `j.voucher_word || '-' || to_char(j.voucher_month, 'YYYY-MM') || '-' ||
  CASE WHEN j.voucher_number < 10000 THEN lpad(j.voucher_number::text, 4, '0') ELSE j.voucher_number::text END`;

const said = (alias: string): string =>
  `jsonb_build_object('by', ${alias}.made_by, 'at', to_char(${alias}.made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
     'reason', ${alias}.reason)`;

const MATCHES = `
  SELECT m.id, m.note, m.made_by AS "madeBy",
         to_char(m.made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "madeAt",
         CASE WHEN u.match_id IS NOT NULL THEN ${said('u')} END AS undone,
         coalesce(parts.first_on <= fund.bank_reconciled_until(m.book_id, m.account_code, m.made_at), false) AS "isFrozen",
         parts.shown AS parts
    FROM fund.bank_match m LEFT JOIN fund.bank_match_undoing u ON u.match_id = m.id
   CROSS JOIN LATERAL (
     SELECT min(coalesce(l.booked_on, e.business_on)) AS first_on,
            jsonb_agg(jsonb_build_object('side', CASE WHEN p.line_id IS NULL THEN 'entry' ELSE 'line' END,
              'on', coalesce(l.booked_on, e.business_on), 'fen', p.amount_fen::text,
              'voucher', CASE WHEN p.line_id IS NULL THEN ${VOUCHER} END,
              'what', coalesce(j.summary, concat_ws(' ', l.counterparty, l.remark))) ORDER BY p.ordinal) AS shown
       FROM fund.bank_match_part p LEFT JOIN fund.bank_line l ON l.id = p.line_id
       LEFT JOIN ledger.entry e ON e.account_id = p.account_id AND e.seq = p.entry_seq
       LEFT JOIN ledger.journal j ON j.number = e.journal_number AND j.book_id = e.book_id
      WHERE p.match_id = m.id) parts
   WHERE m.id IN (SELECT p.match_id FROM fund.bank_match_part p WHERE p.line_id = $1) ORDER BY m.id`;

const IGNORINGS = `
  SELECT i.id, i.reason, i.made_by AS "madeBy",
         to_char(i.made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "madeAt",
         CASE WHEN r.ignoring_id IS NOT NULL THEN ${said('r')} END AS restored,
         coalesce(l.booked_on <= fund.bank_reconciled_until(l.book_id, l.account_code, i.made_at), false) AS "isFrozen"
    FROM fund.bank_line_ignoring i JOIN fund.bank_line l ON l.id = i.line_id
    LEFT JOIN fund.bank_line_restoring r ON r.ignoring_id = i.id
   WHERE i.line_id = $1 ORDER BY i.id`;

/**
 * What was done with a line of the bank's: its matches and whether it was ignored, with what was taken back. What
 * a confirmed statement rests on is frozen.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readLineHistory(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<History> {
  const books = await booksOf(tx, caller).getMany();
  const [line] = await tx.query<object[]>(
    'SELECT FROM fund.bank_line l WHERE l.id = $1 AND l.book_id = ANY ($2::integer[])',
    [id, books.map(({ id: bookId }) => bookId)],
  );
  if (line === undefined) throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  const matches = await tx.query<MatchRow[]>(MATCHES, [id]);
  return {
    matches: matches.map(({ parts, ...match }) => ({
      ...match,
      parts: parts.map(({ fen, ...part }) => ({ ...part, amount: formatYuan(BigInt(fen)) })),
    })),
    ignorings: await tx.query<History['ignorings']>(IGNORINGS, [id]),
  };
}
