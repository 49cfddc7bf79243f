import type { EntityManager } from 'typeorm';
import { awardPolicyOf } from '../approvals';
import {
  CASE_FILE_AWARD_POLICY,
  computeAward,
  isDamages,
  type ItemKind,
  type Outcome,
} from '../law';
import { type Fen, fen, subtractFen, sumFen, ZERO_FEN } from '../money';

/** The judgments of a case from the change on, as the award rule asks of them. Amounts in fen. */
interface AfterChange {
  /** Id of the judgment that is none any more. */
  readonly former: string;
  readonly outcome: Outcome;
  readonly claimed: Fen | null;
  readonly items: readonly { readonly kind: ItemKind; readonly amount: Fen }[];
  /** Damages received. */
  readonly base: Fen;
}

/**
 * What of the award of a case was awarded beyond what its rule gives once a judgment has changed, in fen; zero where
 * there is none. The award stays as it was decided: whether it is asked back is for people to decide.
 */
export async function awardBeyond(
  tx: EntityManager,
  caseId: string,
  { former, outcome, claimed, items, base }: AfterChange,
): Promise<Fen> {
  // What an earlier change has told of is not told again.
  const [award] = await tx.query<{ total: string; book_id: number; policy: number | null }[]>(
    `SELECT a.from_sanction_quota_fen + a.from_award_fund_fen - coalesce((
              SELECT sum(d.amount_fen) FROM fund.spent_deficit d WHERE d.case_id = a.case_id AND d.what = 'award'), 0)
            - coalesce((SELECT sum(h.released_fen + h.owed_sanction_quota_fen + h.owed_award_fund_fen)
                          FROM fund.award_share h WHERE h.award_id = a.id), 0) AS total,
            c.book_id, s.policy_version AS policy
       FROM fund.award a JOIN fund.litigation_case c ON c.id = a.case_id
       LEFT JOIN fund.award_assessment s ON s.id = a.assessment_id
      WHERE a.case_id = $1 AND a.recalled_on IS NULL`,
    [caseId],
  );
  if (award === undefined) return ZERO_FEN;
  const [others] = await tx.query<{ damages: string }[]>(
    `SELECT coalesce(sum(i.ordered_fen), 0) AS damages FROM fund.judgment_item i
      WHERE i.case_id = $1 AND NOT i.reversed AND i.judgment_id <> $2 AND i.kind NOT IN ('fund_costs', 'organization_costs')`,
    [caseId, former],
  );
  const sanctions = await tx.query<{ paid: string; grade: 1 | 2 | 3 }[]>(
    'SELECT s.amount_paid_fen AS paid, s.grade FROM fund.sanction s WHERE s.case_id = $1',
    [caseId],
  );
  const own = sumFen(items.filter(({ kind }) => isDamages(kind)).map(({ amount }) => amount));
  const inputs = {
    ...{ outcome, claimed, base },
    damagesOrdered: fen(own + BigInt(others?.damages ?? 0)),
    sanctions: sanctions.map(({ paid, grade }) => ({ amountPaid: fen(BigInt(paid)), grade })),
    plaintiffs: [{ id: 'all' }],
  };
  // By the policy that it was assessed by; an award of a case file by that of case files.
  const policy =
    award.policy === null
      ? CASE_FILE_AWARD_POLICY
      : (await awardPolicyOf(tx, award.book_id, award.policy)).policy;
  const { value } = computeAward(inputs, policy);
  const awarded = fen(BigInt(award.total));
  return awarded > value.total ? subtractFen(awarded, value.total) : ZERO_FEN;
}
