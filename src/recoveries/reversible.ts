import type { EntityManager } from 'typeorm';
import { Defendant, LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, formatYuan, subtractFen } from '../money';
import { requireInCustody } from './custody';
import { interestToRemit, refundableTo, reimbursableTo, replenishable } from './pay-out';
import { type Receipt, ReceiptReversal } from './receipt.entity';
import {
  balancesWithout,
  byOrganization,
  type Effects,
  effectsOf,
  partsByTotal,
} from './receipt-effects';

/** What of a receipt went where money can be paid out of. */
interface Total {
  /** The approval kind by which it goes out. */
  readonly what: string;
  readonly taken: Fen;
  readonly left: Fen;
}

async function totalsOf(
  tx: EntityManager,
  effects: Effects,
  of: LitigationCase,
): Promise<readonly Total[]> {
  const { costs, damages, trustInterest, treasuryInterest, ofOrganizations } = partsByTotal(
    effects,
    of,
  );
  const { overpaid } = effects;
  const { defendantId } = effects.receipt;
  const payer = await tx.findOneByOrFail(Defendant, { id: defendantId });
  // On the treasury route no interest is in trust, and nothing of it is planned.
  const plannable = subtractFen(
    addFen(of.damagesReceivedFen, of.trustInterestReceivedFen),
    of.damagesElsewhereFen,
  );
  const organizations: Total[] = [];
  for (const [organizationId, taken] of byOrganization(effects, ofOrganizations)) {
    const left = await reimbursableTo(tx, of.id, organizationId);
    organizations.push({ what: 'cost_reimbursement', taken, left });
  }
  return [
    {
      what: 'fund_replenishment',
      taken: costs,
      left: replenishable(of),
    },
    {
      what: 'damages_remittance',
      taken: damages,
      left: subtractFen(of.damagesReceivedFen, of.damagesRemittedFen),
    },
    {
      what: 'restoration_plan',
      taken: addFen(damages, trustInterest),
      left: subtractFen(plannable, of.damagesPlannedFen),
    },
    {
      what: 'interest_remittance',
      taken: treasuryInterest,
      left: interestToRemit(of),
    },
    {
      what: 'overpayment_refund',
      taken: overpaid,
      left: refundableTo(payer),
    },
    ...organizations,
  ];
}

/** @throws DomainError RECEIPT_PAID_OUT with everything that stands in the way, CUSTODY_SHORT */
async function requireNotPaidOut(
  tx: EntityManager,
  effects: Effects,
  litigationCase: LitigationCase,
): Promise<void> {
  const totals = await totalsOf(tx, effects, litigationCase);
  const standsInTheWay = totals
    .filter(({ taken, left }) => taken > left)
    .map(({ what, taken, left }) => ({
      what,
      ofReceipt: formatYuan(taken),
      left: formatYuan(left),
      toGetBack: formatYuan(subtractFen(taken, left)),
    }));
  if (standsInTheWay.length === 0) {
    await requireInCustody(tx, litigationCase, effects.receipt.amountFen);
    return;
  }
  throw new DomainError('RECEIPT_PAID_OUT', 'refused', { standsInTheWay });
}

/** @throws DomainError RECEIPT_UNDER_OTHERS with the references of later receipts */
async function requireNotBuiltUpon(tx: EntityManager, effects: Effects): Promise<void> {
  const undone = await balancesWithout(tx, effects);
  const broken = undone.filter(({ after }) => after.interestReceivedFen > after.interestFixedFen);
  if (broken.length === 0) return;
  const later = await tx.query<{ ref: string }[]>(
    `SELECT DISTINCT r.ref FROM fund.receipt_allocation a JOIN fund.receipt r ON r.id = a.receipt_id
      WHERE a.balance_id = ANY ($1::uuid[]) AND a.part = 'doubled_interest' AND r.ordinal > $2
        AND NOT EXISTS (SELECT FROM fund.receipt_reversal v WHERE v.receipt_id = r.id)
        AND NOT EXISTS (SELECT FROM fund.receipt_allocation_undoing u WHERE u.allocation_id = a.id) ORDER BY r.ref`,
    [broken.map(({ id }) => id), effects.receipt.ordinal],
  );
  throw new DomainError('RECEIPT_UNDER_OTHERS', 'refused', { later: later.map(({ ref }) => ref) });
}

/** The journals of a receipt that are reversed with it, the allocation first. @throws DomainError RECEIPT_NOT_POSTED */
export async function journalsOf(
  tx: EntityManager,
  { bookId, postingKey }: Receipt,
): Promise<readonly (readonly [fact: string, journal: bigint])[]> {
  const facts = ['receipt_allocated', 'receipt_recorded'] as const;
  const rows = await tx.query<{ key: string; journal: string | null }[]>(
    `SELECT r.idempotency_key AS key, r.journal_number AS journal FROM ledger.posting_request r
      WHERE r.book_id = $1 AND r.idempotency_key = ANY ($2::text[])`,
    [bookId, facts.map((fact) => `${postingKey ?? ''}:${fact}`)],
  );
  return facts.map((fact) => {
    const journal = rows.find(({ key }) => key === `${postingKey ?? ''}:${fact}`)?.journal ?? null;
    if (journal === null) throw new DomainError('RECEIPT_NOT_POSTED', 'conflict');
    return [fact, BigInt(journal)] as const;
  });
}

/**
 * Requires that a receipt can be taken back in whole as things stand. Returns what it changed.
 *
 * @throws DomainError NOT_FOUND, RECEIPT_REVERSED, RECEIPT_PAID_OUT, CUSTODY_SHORT, RECEIPT_UNDER_OTHERS,
 *   RECEIPT_NOT_POSTED (in this order)
 */
export async function requireReversible(tx: EntityManager, receiptId: string): Promise<Effects> {
  const effects = await effectsOf(tx, receiptId);
  if (await tx.existsBy(ReceiptReversal, { receiptId })) {
    throw new DomainError('RECEIPT_REVERSED', 'conflict', { receipt: effects.receipt.ref });
  }
  const litigationCase = await tx.findOneByOrFail(LitigationCase, { id: effects.receipt.caseId });
  await requireNotPaidOut(tx, effects, litigationCase);
  await requireNotBuiltUpon(tx, effects);
  await journalsOf(tx, effects.receipt);
  return effects;
}
