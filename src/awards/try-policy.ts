import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type AwardInputs, awardPolicy, computeAward } from '../law';
import { addFen, type Fen, fen, formatYuan, subtractFen, ZERO_FEN } from '../money';
import { policyInForce } from '../approvals';
import { LitigationCase } from '../cases';
import { awardInputs, lastJudgment } from './award-inputs';
import type { PolicyTrial, policyTrialShown } from './award-schemas';

/** Most cases of a trial; more than a bureau has in many years. */
const MOST = 1_000;

/** Cases of the bureau that have an award, or a judgment in force. */
const CASES = `
  SELECT c.id FROM fund.litigation_case c JOIN fund.bureau_book o ON o.book_id = c.book_id
   WHERE o.bureau_id = $1 AND (EXISTS (SELECT FROM fund.award a WHERE a.case_id = c.id)
      OR EXISTS (SELECT FROM fund.judgment j WHERE j.case_id = c.id AND j.reversed_on IS NULL
                    AND j.effective_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date))
   ORDER BY c.id DESC LIMIT $2`;

const yuanOf = (inForce: Fen, draft: Fen) => {
  const isLess = draft < inForce;
  const size = formatYuan(isLess ? subtractFen(inForce, draft) : subtractFen(draft, inForce));
  return {
    inForce: formatYuan(inForce),
    draft: formatYuan(draft),
    difference: isLess ? `-${size}` : size,
  };
};

/** Of all plaintiffs together: a policy changes what there is, and the shares follow. */
const TOGETHER = [{ id: 'all' }];

async function inputsOf(tx: EntityManager, of: LitigationCase): Promise<AwardInputs | null> {
  const judgment = await lastJudgment(tx, of.id);
  if (judgment === undefined) return null;
  return { ...(await awardInputs(tx, of, judgment, [])), plaintiffs: TOGETHER };
}

/**
 * What a draft of the policy of awards gives in the bureau's cases as they are, beside what the one in force gives.
 * Nothing is written.
 */
export async function tryPolicy(
  tx: EntityManager,
  bureauId: string,
  { value }: PolicyTrial,
): Promise<z.infer<typeof policyTrialShown>> {
  const inForce = await policyInForce(tx, bureauId, 'award_policy');
  const policies = {
    inForce: awardPolicy(inForce.value, `award_policy/${String(inForce.version)}`),
    draft: awardPolicy(value, 'draft'),
  };
  const ids = await tx.query<{ id: string }[]>(CASES, [bureauId, MOST]);
  const cases = [];
  const total = { inForce: ZERO_FEN, draft: ZERO_FEN };
  for (const { id } of ids) {
    const of = await tx.findOneByOrFail(LitigationCase, { id });
    const inputs = await inputsOf(tx, of);
    if (inputs === null) continue;
    const now = computeAward(inputs, policies.inForce).value.total;
    const draft = computeAward(inputs, policies.draft).value.total;
    total.inForce = addFen(total.inForce, now);
    total.draft = addFen(total.draft, draft);
    cases.push({
      case: { id, number: of.number },
      base: formatYuan(fen(inputs.base)),
      ...yuanOf(now, draft),
    });
  }
  return { version: inForce.version, cases, total: yuanOf(total.inForce, total.draft) };
}
