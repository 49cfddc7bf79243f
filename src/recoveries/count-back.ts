import { Defendant, LitigationCase, lockCase } from '../cases';
import { type Fen, subtractFen, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';
import { OrganizationRecovery } from './receipt.entity';

/** Money that had gone out and came back. */
export interface ReturnedPayOut {
  readonly kind:
    'overpayment_refund' | 'cost_reimbursement' | 'damages_remittance' | 'interest_remittance';
  readonly caseId: string;
  /** The defendant or the organization; null for the treasury. */
  readonly payeeId: string | null;
  readonly amount: Fen;
}

/** Lets a duty stand again whose payment came back: what was counted as paid out is not any more. */
export async function countBack(work: Work, returned: ReturnedPayOut): Promise<void> {
  const { tx } = work;
  const { kind, caseId, amount } = returned;
  const payeeId = returned.payeeId ?? '';
  const litigationCase = await lockCase(work, caseId);
  switch (kind) {
    case 'overpayment_refund': {
      const { refundedFen } = await tx.findOneByOrFail(Defendant, { id: payeeId });
      await tx.update(Defendant, payeeId, { refundedFen: subtractFen(refundedFen, amount) });
      return;
    }
    case 'cost_reimbursement': {
      const where = { caseId, organizationId: payeeId };
      const recovery = await tx.findOneBy(OrganizationRecovery, where);
      const reimbursed = recovery?.reimbursedFen ?? ZERO_FEN;
      const reimbursedFen = subtractFen(reimbursed, amount);
      await tx.update(OrganizationRecovery, where, { reimbursedFen });
      return;
    }
    case 'damages_remittance': {
      const damagesRemittedFen = subtractFen(litigationCase.damagesRemittedFen, amount);
      await tx.update(LitigationCase, caseId, { damagesRemittedFen });
      return;
    }
    case 'interest_remittance': {
      const remitted = subtractFen(litigationCase.treasuryInterestRemittedFen, amount);
      await tx.update(LitigationCase, caseId, { treasuryInterestRemittedFen: remitted });
      return;
    }
  }
}
