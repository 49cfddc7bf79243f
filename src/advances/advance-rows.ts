import type { z } from 'zod';
import { formatYuan } from '../money';
import type { advanceItem } from './advance-schemas';
import { STATE_OF_REQUEST } from './advance-states';

export type AdvanceRow = z.infer<typeof advanceItem>;

export interface StoredRow extends Omit<AdvanceRow, 'total' | 'paid' | 'settled'> {
  readonly total: string;
  readonly paid: string;
  readonly settled: string;
}

/** Where the numbers of cases are: an organization sees no case but through its own verdict. */
export const casesFor = (isMember: boolean): string =>
  isMember ? 'fund.own_cases()' : 'fund.litigation_case';

// What is not approved is a request; what is approved is an application of the same id.

/** SQL of the rows of requests; `from` gives them, with all their columns. */
export const requestRows = (from: string, isMember: boolean): string => `
  SELECT r.id, NULL::text AS number, b.code AS book, c.number AS "case", o.name AS organization,
         ${STATE_OF_REQUEST} AS state, r.amount_fen AS total, 0::numeric AS paid, 0::numeric AS settled,
         (r.made_at AT TIME ZONE 'Asia/Shanghai')::date AS "appliedOn"
    FROM (${from}) r
    JOIN ledger.book b ON b.id = r.book_id
    JOIN fund.approval_version v ON v.request_id = r.id AND v.version = r.version
    LEFT JOIN fund.organization o ON o.id = (v.document -> 'content' ->> 'organization')::uuid
    LEFT JOIN ${casesFor(isMember)} c ON c.id = (v.document -> 'content' ->> 'case')::uuid`;

/** SQL of the rows of applications; `from` gives them, with all their columns. */
export const applicationRows = (from: string, isMember: boolean): string => `
  SELECT a.id, a.ref AS number, b.code AS book, c.number AS "case", o.name AS organization, a.state,
         a.total_fen AS total, s.paid, s.settled, a.applied_on AS "appliedOn"
    FROM (${from}) a
    JOIN ledger.book b ON b.id = a.book_id
    JOIN fund.organization o ON o.id = a.organization_id
    LEFT JOIN ${casesFor(isMember)} c ON c.id = a.case_id
   CROSS JOIN LATERAL (SELECT sum(i.paid_fen) AS paid, sum(i.settled_fen) AS settled
                         FROM fund.advance_item i WHERE i.application_id = a.id) s`;

export const rowOf = ({ total, paid, settled, ...row }: StoredRow): AdvanceRow => ({
  ...row,
  total: formatYuan(BigInt(total)),
  paid: formatYuan(BigInt(paid)),
  settled: formatYuan(BigInt(settled)),
});
