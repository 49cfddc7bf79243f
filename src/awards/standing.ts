import type { EntityManager } from 'typeorm';
import type { AwardStanding } from './award-state';

interface Row {
  readonly id: string;
  readonly today: string;
  readonly assessed: boolean;
  readonly notice_until: string | null;
  readonly objections: number;
  readonly has_award: boolean;
  readonly unpaid: string;
  readonly owed: string;
  readonly amount: string | null;
}

/** SQL of where the awards of cases `$1` stand. */
const STANDING = `
  SELECT c.id, (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS today, s.id IS NOT NULL AS assessed,
         n.until_on::text AS notice_until,
         (SELECT count(*)::integer FROM fund.award_objection o WHERE o.assessment_id = s.id
            AND NOT EXISTS (SELECT FROM fund.award_objection_decision d WHERE d.objection_id = o.id)) AS objections,
         a.id IS NOT NULL AS has_award,
         (SELECT coalesce(sum(h.amount_fen - h.released_fen) FILTER (WHERE h.paid_on IS NULL), 0)
            FROM fund.award_share h WHERE h.award_id = a.id) AS unpaid,
         (SELECT coalesce(sum(h.owed_sanction_quota_fen + h.owed_award_fund_fen
                            - h.returned_sanction_quota_fen - h.returned_award_fund_fen), 0)
            FROM fund.award_share h JOIN fund.award w ON w.id = h.award_id WHERE w.case_id = c.id) AS owed,
         CASE WHEN a.id IS NOT NULL THEN
                (SELECT sum(h.amount_fen - h.released_fen - h.owed_sanction_quota_fen - h.owed_award_fund_fen)
                   FROM fund.award_share h WHERE h.award_id = a.id)
              ELSE s.from_sanction_quota_fen + s.from_award_fund_fen END AS amount
    FROM unnest($1::uuid[]) AS c (id)
    LEFT JOIN fund.award_assessment s ON s.case_id = c.id AND s.voided_at IS NULL
    LEFT JOIN fund.award_notice n ON n.assessment_id = s.id
    LEFT JOIN fund.award a ON a.case_id = c.id AND a.recalled_on IS NULL`;

/** Where the award of a case stands, and what it is, in fen; null where there is none. */
export interface CaseStanding extends AwardStanding {
  readonly id: string;
  readonly amount: bigint | null;
}

/** Where the awards of cases stand, in no order. */
export async function standingsOf(
  tx: EntityManager,
  caseIds: readonly string[],
): Promise<CaseStanding[]> {
  const rows = await tx.query<Row[]>(STANDING, [caseIds]);
  return rows.map((row) => ({
    id: row.id,
    today: row.today,
    isAssessed: row.assessed,
    noticeUntil: row.notice_until,
    openObjections: row.objections,
    award: row.has_award ? { unpaid: BigInt(row.unpaid) } : null,
    owedBack: BigInt(row.owed),
    amount: row.amount === null ? null : BigInt(row.amount),
  }));
}

/** Where the award of a case stands. */
export async function standingOf(tx: EntityManager, caseId: string): Promise<CaseStanding> {
  const [row] = await standingsOf(tx, [caseId]);
  if (row === undefined) throw new Error('a case stands nowhere');
  return row;
}
