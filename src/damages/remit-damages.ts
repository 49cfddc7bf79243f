import { facts, post } from '../accounting';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';
import { requireInCustody } from '../recoveries';

/** Damages for the treasury that were not remitted yet, in fen; none on the trust route. */
export const damagesToRemit = (
  of: Pick<LitigationCase, 'damageRoute' | 'damagesReceivedFen' | 'damagesRemittedFen'>,
): Fen =>
  of.damageRoute === 'treasury'
    ? subtractFen(of.damagesReceivedFen, of.damagesRemittedFen)
    : ZERO_FEN;

/**
 * Damages go to the treasury (财资环〔2020〕6号); on the trust route there is nothing to remit.
 *
 * @throws DomainError REMIT_EXCEEDS_RECEIVED, CUSTODY_SHORT
 */
export async function remitDamages(
  work: Work,
  remittance: { readonly caseId: string; readonly amount: Fen },
): Promise<void> {
  const { caseId, amount } = remittance;
  const litigationCase = await lockCase(work, caseId);
  const { damageRoute, damagesRemittedFen } = litigationCase;
  const most = damagesToRemit(litigationCase);
  if (amount > most) {
    throw new DomainError('REMIT_EXCEEDS_RECEIVED', 'refused', {
      amount: formatYuan(amount),
      available: formatYuan(most),
      route: damageRoute,
    });
  }
  await requireInCustody(work.tx, litigationCase, amount);
  await work.tx.update(LitigationCase, caseId, {
    damagesRemittedFen: addFen(damagesRemittedFen, amount),
  });
  await post(work, facts.damagesRemitted(caseId, amount));
}
