import { type EntityManager, In } from 'typeorm';
import { facts, post, reverse } from '../accounting';
import { recordAct } from '../audit';
import { Defendant, LitigationCase, lockCase } from '../cases';
import { isInterest } from '../law';
import { formatYuan, subtractFen } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { ClaimBalance, ItemDebtor } from './judgment.entity';
import { OrganizationRecovery, ReceiptReversal } from './receipt.entity';
import {
  balancesWithout,
  byOrganization,
  type Effects,
  effectsOf,
  partsByTotal,
  sumOf,
} from './receipt-effects';
import { journalsOf, requireReversible } from './reversible';

/**
 * Takes a receipt back in whole (执行回转): its journals are reversed and what it discharged is owed again.
 * The receipt and its allocation stay on record. Source: 民事诉讼法 art 244 (2023).
 *
 * @throws DomainError as {@link requireReversible}
 */
export async function reverseReceipt(
  work: Work,
  reversal: {
    readonly receiptId: string;
    readonly reason: string;
    readonly approvalRequestId: string;
  },
): Promise<void> {
  const { tx } = work;
  const { receiptId, reason, approvalRequestId } = reversal;
  const { caseId } = (await effectsOf(tx, receiptId)).receipt;
  const litigationCase = await lockCase(work, caseId);
  const effects = await requireReversible(tx, receiptId);
  await undo(tx, effects, litigationCase);
  const { receipt } = effects;
  if (effects.isReallocated) await undoAllocation(work, effects, litigationCase);
  for (const [fact, journal] of await journalsOf(tx, receipt)) {
    // What it was allocated to at first was undone when a judgment changed.
    if (effects.isReallocated && fact === 'receipt_allocated') continue;
    await reverse(work, journal, `执行回转 ${receipt.ref}`, fact);
  }
  const reversedOn = work.on;
  await tx.insert(ReceiptReversal, { receiptId, reversedOn, reason, approvalRequestId });
  await recordAct(work, 'enforcement_receipt.reverse', {
    ...{ case: caseId, receipt: receiptId, ref: receipt.ref },
    ...{ amount: formatYuan(receipt.amountFen), reason },
  });
}

/** Undoes in the books where a receipt goes since a judgment changed. */
async function undoAllocation(
  work: Work,
  { receipt, parts, items, overpaid }: Effects,
  of: LitigationCase,
): Promise<void> {
  const { ref: payer } = await work.tx.findOneByOrFail(Defendant, { id: receipt.defendantId });
  const organizations = await work.tx.findBy(Organization, {
    id: In([...items.values()].flatMap(({ organizationId }) => organizationId ?? [])),
  });
  const booked = parts.flatMap(({ itemId, part, amountFen: amount }) => {
    const item = items.get(itemId);
    if (item === undefined) return [];
    const owner = organizations.find(({ id }) => id === item.organizationId);
    return { item: item.ref, kind: item.kind, part, amount, organization: owner?.ref ?? '' };
  });
  const undone = { ref: receipt.ref, payer, overpaid };
  await post(work, facts.allocationUndone(of.id, of.damageRoute, undone, booked, true));
}

async function undo(tx: EntityManager, effects: Effects, of: LitigationCase): Promise<void> {
  const { receipt, parts, overpaid } = effects;
  for (const { id, after } of await balancesWithout(tx, effects)) {
    await tx.update(ClaimBalance, id, after);
  }
  const { defendantId } = receipt;
  for (const itemId of new Set(parts.map((part) => part.itemId))) {
    const debtor = await tx.findOneByOrFail(ItemDebtor, { itemId, defendantId });
    const principal = parts.filter((part) => part.itemId === itemId && !isInterest(part.part));
    await tx.update(ItemDebtor, debtor.id, {
      paidFen: subtractFen(debtor.paidFen, sumOf(principal)),
    });
  }
  const payer = await tx.findOneByOrFail(Defendant, { id: defendantId });
  await tx.update(Defendant, defendantId, {
    overpaidFen: subtractFen(payer.overpaidFen, overpaid),
  });
  const { costs, damages, trustInterest, treasuryInterest, ofOrganizations } = partsByTotal(
    effects,
    of,
  );
  await tx.update(LitigationCase, of.id, {
    costsRecoveredFen: subtractFen(of.costsRecoveredFen, costs),
    damagesReceivedFen: subtractFen(of.damagesReceivedFen, damages),
    trustInterestReceivedFen: subtractFen(of.trustInterestReceivedFen, trustInterest),
    treasuryInterestReceivedFen: subtractFen(of.treasuryInterestReceivedFen, treasuryInterest),
  });
  for (const [organizationId, amount] of byOrganization(effects, ofOrganizations)) {
    const found = await tx.findOneByOrFail(OrganizationRecovery, { caseId: of.id, organizationId });
    await tx.update(OrganizationRecovery, found.id, {
      receivedFen: subtractFen(found.receivedFen, amount),
    });
  }
}
