import type { EntityManager } from 'typeorm';
import { computeAward, isDamages, type ItemKind, type Outcome } from '../law';
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
  const [award] = await tx.query<{ total: string }[]>(
    `SELECT a.from_sanction_quota_fen + a.from_award_fund_fen - coalesce((
              SELECT sum(d.amount_fen) FROM fund.spent_deficit d WHERE d.case_id = a.case_id AND d.what = 'award'), 0) AS total
       FROM fund.award a WHERE a.case_id = $1`,
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
  const { value } = computeAward({
    ...{ outcome, claimed, base },
    damagesOrdered: fen(own + BigInt(others?.damages ?? 0)),
    sanctions: sanctions.map(({ paid, grade }) => ({ amountPaid: fen(BigInt(paid)), grade })),
    plaintiffs: [{ id: 'all' }],
  });
  const awarded = fen(BigInt(award.total));
  return awarded > value.total ? subtractFen(awarded, value.total) : ZERO_FEN;
}
