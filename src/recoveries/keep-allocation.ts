import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { isInterest } from '../law';
import { addFen } from '../money';
import { balanceWith } from './balance-with';
import { placeAsId } from './claim-of-item';
import type { Freed } from './former-judgment';
import { ClaimBalance, ItemDebtor } from './judgment.entity';
import { type Claim, loadClaims } from './load-claims';
import type { ChangedReceipt } from './plan-change';
import { ReceiptAllocation } from './receipt.entity';

type Part = ChangedReceipt['parts'][number];

/** The debt that a part goes to: one that was there before, or one of the new judgment by its place. */
function balanceOf({ balanceRows }: Claim, { balanceId }: Part): ClaimBalance {
  const found = balanceRows.find(
    ({ id, ordinal }) => id === balanceId || placeAsId(ordinal) === balanceId,
  );
  if (found === undefined) throw new Error('allocation to an unknown balance');
  return found;
}

/** Keeps the parts that a receipt goes to anew: their rows, what the debts have received, what the payer has paid. */
export async function keepAllocation(
  tx: EntityManager,
  caseId: string,
  { id: receiptId, defendantId }: Freed,
  judgmentId: string,
  parts: readonly Part[],
): Promise<void> {
  const { claims } = await loadClaims(tx, caseId);
  let ordinal = await tx.countBy(ReceiptAllocation, { receiptId });
  for (const part of parts) {
    const claim = claims.find(({ row }) => row.ref === part.item);
    if (claim === undefined) throw new Error('allocation to an unknown item');
    const balance = balanceOf(claim, part);
    await tx.insert(ReceiptAllocation, {
      ...{ id: uuidv7(), receiptId, ordinal, balanceId: balance.id, itemId: claim.row.id },
      ...{ part: part.part, amountFen: part.amount, judgmentId },
      interestDays: part.interest?.days ?? null,
      interestFixedFen: part.interest?.amount ?? null,
      generalFixedFen: part.generalFixed ?? null,
    });
    ordinal += 1;
    await comeIn(tx, claim, balance, defendantId, part);
  }
}

async function comeIn(
  tx: EntityManager,
  { debtorRows }: Claim,
  balance: ClaimBalance,
  defendantId: string,
  given: Part,
): Promise<void> {
  await tx.update(ClaimBalance, balance.id, balanceWith(balance, given));
  const debtor = debtorRows.find((row) => row.defendantId === defendantId);
  if (isInterest(given.part) || debtor === undefined) return;
  debtor.paidFen = addFen(debtor.paidFen, given.amount);
  await tx.update(ItemDebtor, debtor.id, { paidFen: debtor.paidFen });
}
