import { reverse } from '../accounting';
import { refuseParty } from '../approvals';
import { recordAct } from '../audit';
import { returnAwardPayment } from '../awards';
import { lockCase } from '../cases';
import { takeBackCost, takeBackMilestone, takeBackSurplus } from '../damages';
import { DomainError } from '../errors';
import { formatYuan } from '../money';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import { countBack } from '../recoveries';
import { type PaidOutKind, PayOut, PayOutReturn } from './pay-out.entity';

/** What a cashier found on the statement of the bank; `work.on` is the day on which the money came back. */
export interface ReturnToRecord {
  readonly payOutId: string;
  readonly recordedById: string;
  readonly bankReference: string | null;
  readonly reason: string;
}

/** What the key of the request ends with by which it went out. */
const FACTS: Readonly<Record<PaidOutKind, string>> = {
  overpayment_refund: 'overpayment_refunded',
  cost_reimbursement: 'organization_reimbursed',
  damages_remittance: 'damages_remitted',
  interest_remittance: 'interest_remitted',
  award_payment: 'award_paid',
  milestone_payment: 'milestone_paid',
  damage_surplus: 'surplus_surrendered',
  cross_case_cost: 'cross_case_cost_paid',
};

/** Lets what was paid be owed again. */
async function owedAgain(work: Work, payOut: PayOut): Promise<void> {
  const { kind, caseId, payeeId, amountFen: amount, approvalRequestId } = payOut;
  if (kind === 'milestone_payment') return takeBackMilestone(work, approvalRequestId);
  if (kind === 'damage_surplus') return takeBackSurplus(work, approvalRequestId);
  if (kind === 'cross_case_cost') return takeBackCost(work, approvalRequestId);
  if (kind === 'award_payment') throw new Error('no award is paid so');
  return countBack(work, { kind, caseId, payeeId, amount });
}

/** The same return sent again changes nothing. @throws DomainError PAY_OUT_RETURNED */
async function isRecorded({ tx, on }: Work, given: ReturnToRecord): Promise<boolean> {
  const known = await tx.findOneBy(PayOutReturn, { payOutId: given.payOutId });
  if (known === null) return false;
  const { returnedOn, bankReference } = known;
  if (returnedOn === on && bankReference === given.bankReference) return true;
  throw new DomainError('PAY_OUT_RETURNED', 'conflict', {
    recorded: { on: returnedOn, bankReference },
  });
}

/** @throws DomainError PAY_OUT_NOT_POSTED */
async function journalOf({ tx, bookId }: Work, { postingKey, kind }: PayOut): Promise<bigint> {
  const [row] = await tx.query<{ journal: string | null }[]>(
    `SELECT r.journal_number AS journal FROM ledger.posting_request r WHERE r.book_id = $1 AND r.idempotency_key = $2`,
    [bookId, `${postingKey}:${FACTS[kind]}`],
  );
  if (row === undefined || row.journal === null)
    throw new DomainError('PAY_OUT_NOT_POSTED', 'conflict');
  return BigInt(row.journal);
}

/** What is missing where it is to be got back, by what went out; as the kind is called where nothing is said. */
const MISSING_AS: Readonly<Partial<Record<PaidOutKind, string>>> = {
  milestone_payment: 'restoration',
  damage_surplus: 'restoration',
  cross_case_cost: 'restoration',
};

/**
 * What went out before a judgment changed may be among what is to be got back; then it comes back as that.
 *
 * @throws DomainError PAY_OUT_TO_GET_BACK
 */
async function requireNotMissing({ tx }: Work, payOut: PayOut): Promise<void> {
  // Identifiers are in the order of time (RFC 9562).
  const [deficit] = await tx.query<{ id: string }[]>(
    `SELECT d.id FROM fund.spent_deficit d
      WHERE d.case_id = $1 AND d.what = $2 AND d.of_custody AND d.id > $3
        AND d.organization_id IS NOT DISTINCT FROM CASE WHEN $2 = 'cost_reimbursement' THEN $4::uuid END LIMIT 1`,
    [payOut.caseId, MISSING_AS[payOut.kind] ?? payOut.kind, payOut.id, payOut.payeeId],
  );
  if (deficit === undefined) return;
  throw new DomainError('PAY_OUT_TO_GET_BACK', 'conflict', { deficit: deficit.id });
}

/**
 * Records that the bank sent money back (退汇): its journal is reversed, and what it was paid for is owed again. It is
 * paid once more by another request, to an account that is right.
 *
 * @throws DomainError NOT_FOUND, PAY_OUT_RETURNED, SAME_PERSON, PAYMENT_DAY_WRONG, PAY_OUT_TO_GET_BACK, PAY_OUT_NOT_POSTED
 */
export async function returnPayOut(work: Work, given: ReturnToRecord): Promise<void> {
  const { tx, bookId, on } = work;
  const { payOutId, recordedById, bankReference, reason } = given;
  const payOut = await tx.findOneBy(PayOut, { id: payOutId, bookId });
  if (payOut === null) throw new DomainError('NOT_FOUND', 'not_found', { payOut: payOutId });
  const { caseId, kind, amountFen: amount, approvalRequestId, paidOn } = payOut;
  await lockCase(work, caseId);
  if (await isRecorded(work, given)) return;
  await refuseParty(tx, [approvalRequestId], recordedById);
  const latest = await today(tx);
  if (on < paidOn || on > latest) {
    throw new DomainError('PAYMENT_DAY_WRONG', 'refused', { earliest: paidOn, latest });
  }
  await requireNotMissing(work, payOut);
  const once = { ...work, key: `pay-out-return:${payOutId}` };
  const summary = `退汇 ${reason}`.slice(0, 200);
  const journal = await journalOf(work, payOut);
  if (kind === 'award_payment') {
    const of = { caseId, organizationId: payOut.payeeId ?? '' };
    await returnAwardPayment(once, of, { journal, summary });
  } else {
    await owedAgain(once, payOut);
    // What was held for it is not held again, so its lines are posted swapped instead.
    if (kind !== 'cross_case_cost') await reverse(once, journal, summary);
  }
  const returned = { payOutId, returnedOn: on, bankReference, reason };
  await tx.insert(PayOutReturn, { ...returned, approvalRequestId, recordedById });
  await recordAct(once, 'pay_out.return', {
    ...{ payOut: payOutId, case: caseId, kind, amount: formatYuan(amount) },
    ...{ bankReference, reason },
  });
}
