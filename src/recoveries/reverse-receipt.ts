import type { EntityManager } from 'typeorm';
import { reverse } from '../accounting';
import { recordAct } from '../audit';
import { Defendant, LitigationCase, lockCase } from '../cases';
import { formatYuan, subtractFen } from '../money';
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
  for (const [fact, journal] of await journalsOf(tx, receipt)) {
    await reverse(work, journal, `执行回转 ${receipt.ref}`, fact);
  }
  const reversedOn = work.on;
  await tx.insert(ReceiptReversal, { receiptId, reversedOn, reason, approvalRequestId });
  await recordAct(work, 'enforcement_receipt.reverse', {
    ...{ case: caseId, receipt: receiptId, ref: receipt.ref },
    ...{ amount: formatYuan(receipt.amountFen), reason },
  });
}

async function undo(tx: EntityManager, effects: Effects, of: LitigationCase): Promise<void> {
  const { receipt, parts } = effects;
  for (const { id, after } of await balancesWithout(tx, effects)) {
    await tx.update(ClaimBalance, id, after);
  }
  const { defendantId, overpaidFen } = receipt;
  for (const itemId of new Set(parts.map((part) => part.itemId))) {
    const debtor = await tx.findOneByOrFail(ItemDebtor, { itemId, defendantId });
    const principal = parts.filter(
      (part) => part.itemId === itemId && part.part !== 'doubled_interest',
    );
    await tx.update(ItemDebtor, debtor.id, {
      paidFen: subtractFen(debtor.paidFen, sumOf(principal)),
    });
  }
  const payer = await tx.findOneByOrFail(Defendant, { id: defendantId });
  await tx.update(Defendant, defendantId, {
    overpaidFen: subtractFen(payer.overpaidFen, overpaidFen),
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
