import type { EntityManager } from 'typeorm';
import type { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, fen, formatYuan, subtractFen, ZERO_FEN } from '../money';

/** Money on the custody account of a case, by its totals, in fen; what is missing there is not. */
export async function custodyOf(tx: EntityManager, of: LitigationCase): Promise<Fen> {
  const [row] = await tx.query<{ rest: string }[]>(
    `SELECT (SELECT coalesce(sum(r.received_fen - r.reimbursed_fen), 0) FROM fund.organization_recovery r WHERE r.case_id = $1)
          + (SELECT coalesce(sum(d.overpaid_fen - d.refunded_fen), 0) FROM fund.defendant d WHERE d.case_id = $1)
          + (SELECT coalesce(sum(a.amount_fen), 0) FROM fund.receipt_allocation a JOIN fund.receipt p ON p.id = a.receipt_id
              WHERE p.case_id = $1 AND a.part = 'written_off'
                AND NOT EXISTS (SELECT FROM fund.receipt_allocation_undoing u WHERE u.allocation_id = a.id)
                AND NOT EXISTS (SELECT FROM fund.receipt_reversal v WHERE v.receipt_id = p.id)) AS rest`,
    [of.id],
  );
  const damages =
    of.damageRoute === 'treasury'
      ? subtractFen(of.damagesReceivedFen, of.damagesRemittedFen)
      : ZERO_FEN;
  const open = addFen(
    fen(BigInt(row?.rest ?? 0)),
    damages,
    subtractFen(of.costsRecoveredFen, of.fundReplenishedFen),
    subtractFen(of.treasuryInterestReceivedFen, of.treasuryInterestRemittedFen),
  );
  return subtractFen(open, await missingOf(tx, of.id));
}

/** What is missing from the custody account of a case, in fen: it was spent before a judgment changed. */
export async function missingOf(tx: EntityManager, caseId: string): Promise<Fen> {
  const [row] = await tx.query<{ missing: string }[]>(
    `SELECT coalesce(sum(d.amount_fen), 0) - coalesce((
              SELECT sum(r.amount_fen) FROM fund.deficit_recovery r JOIN fund.spent_deficit x ON x.id = r.deficit_id
               WHERE x.case_id = $1), 0) AS missing
       FROM fund.spent_deficit d WHERE d.case_id = $1 AND d.of_custody`,
    [caseId],
  );
  return fen(BigInt(row?.missing ?? 0));
}

/**
 * Requires that money which is to go out of the custody account is there: what was spent before a judgment changed
 * may be missing.
 *
 * @throws DomainError CUSTODY_SHORT
 */
export async function requireInCustody(
  tx: EntityManager,
  of: LitigationCase,
  amount: Fen,
): Promise<void> {
  const missing = await missingOf(tx, of.id);
  if (missing === 0n) return;
  const available = await custodyOf(tx, of);
  if (amount <= available) return;
  throw new DomainError('CUSTODY_SHORT', 'refused', {
    amount: formatYuan(amount),
    available: formatYuan(available),
    missing: formatYuan(missing),
  });
}
