import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { BusinessDate } from '../calendar';
import { Defendant, type LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { generalOwedOn, outstandingOf, runningInterest } from '../law';
import { type Fen, formatYuan } from '../money';
import { type Allocated, JudgmentItem, loadClaims, proposeAllocation } from '../recoveries';
import type { allocation, whatIf } from './claim-schemas';
import { explained, generalExplained, interestUntil } from './read-claims';

/** A payment that might come, or has come and is not recorded yet. */
export interface PaymentToTry {
  /** Id of the defendant. */
  readonly payer: string;
  readonly amount: Fen;
  /** Ids of the items to be discharged first. */
  readonly designated: readonly string[];
}

/** A part of an allocation as it is shown. */
export const allocationView = (part: Allocated): z.infer<typeof allocation> => ({
  item: part.claim.row.id,
  itemRef: part.claim.row.ref,
  kind: part.claim.row.kind,
  part: part.part,
  dueOn: part.balance.dueOn,
  amount: formatYuan(part.amount),
  interestDays: part.interest?.days ?? null,
  interestFixed: part.interest === undefined ? null : formatYuan(part.interest.amount),
});

/** @throws DomainError NOT_FOUND the case has no such defendant */
export async function defendantOf(
  tx: EntityManager,
  caseId: string,
  id: string,
): Promise<Defendant> {
  const defendant = await tx.findOneBy(Defendant, { id, caseId });
  if (defendant === null) throw new DomainError('NOT_FOUND', 'not_found', { defendant: id });
  return defendant;
}

/**
 * References of items of a case, by their ids, in the order in which they are named.
 *
 * @throws DomainError NOT_FOUND
 */
export async function itemRefs(
  tx: EntityManager,
  caseId: string,
  ids: readonly string[],
): Promise<string[]> {
  const items = await tx.findBy(JudgmentItem, { caseId });
  const refs = new Map(items.map(({ id, ref }) => [id, ref]));
  return ids.map((id) => {
    const ref = refs.get(id);
    if (ref === undefined) throw new DomainError('NOT_FOUND', 'not_found', { item: id });
    return ref;
  });
}

async function proposalOf(
  tx: EntityManager,
  litigationCase: LitigationCase,
  on: BusinessDate,
  { payer, amount, designated }: PaymentToTry,
) {
  const { id, ref, name } = await defendantOf(tx, litigationCase.id, payer);
  const refs = await itemRefs(tx, litigationCase.id, designated);
  const payment = { payer: ref, amount, on, designated: refs };
  const proposal = await proposeAllocation(tx, litigationCase, payment);
  return {
    payer: { id, name },
    amount: formatYuan(amount),
    allocations: proposal.parts.map(allocationView),
    overpaid: formatYuan(proposal.overpaid),
    explanation: explained(proposal.explanation),
  };
}

/**
 * The interest of a case up to a day, and where a payment of that day would go; records nothing.
 *
 * @throws DomainError NOT_FOUND the defendant or an item, NOT_A_DEBTOR
 */
export async function tryPayment(
  tx: EntityManager,
  litigationCase: LitigationCase,
  paidOn: BusinessDate,
  payment: PaymentToTry | null,
): Promise<z.infer<typeof whatIf>> {
  const { claims } = await loadClaims(tx, litigationCase.id);
  const until = await interestUntil(tx, litigationCase, paidOn);
  const interest = claims.flatMap(({ row, item }) =>
    item.balances.map((balance) => {
      const running = runningInterest(item, balance, until);
      return {
        item: row.id,
        itemRef: row.ref,
        dueOn: balance.dueOn,
        outstanding: formatYuan(outstandingOf(balance)),
        days: running?.value.days ?? 0,
        running: running === undefined ? '0.00' : formatYuan(running.value.interest),
        explanation: running === undefined ? null : explained(running.explanation),
        general: formatYuan(generalOwedOn(item, balance, until)),
        generalExplanation: generalExplained(item, balance, until),
      };
    }),
  );
  const proposal = payment === null ? null : await proposalOf(tx, litigationCase, paidOn, payment);
  return { paidOn, proposal, interest };
}
