import { type EntityManager, In } from 'typeorm';
import type { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { isDamages, isInterest } from '../law';
import { addFen, type Fen, subtractFen, sumFen, ZERO_FEN } from '../money';
import { ReceiptAllocationUndoing, ReceiptReallocation } from './judgment-change.entity';
import { ClaimBalance, JudgmentItem } from './judgment.entity';
import { Receipt, ReceiptAllocation } from './receipt.entity';

/** A receipt with everything that it changed, as it is after judgments that came in place of others. */
export interface Effects {
  readonly receipt: Receipt;
  readonly parts: readonly ReceiptAllocation[];
  /** In fen. */
  readonly overpaid: Fen;
  /** Whether a judgment changed where it goes. */
  readonly isReallocated: boolean;
  readonly items: ReadonlyMap<string, JudgmentItem>;
}

/** @throws DomainError NOT_FOUND */
export async function effectsOf(tx: EntityManager, receiptId: string): Promise<Effects> {
  const receipt = await tx.findOneBy(Receipt, { id: receiptId });
  if (receipt === null) throw new DomainError('NOT_FOUND', 'not_found', { receipt: receiptId });
  const all = await tx.find(ReceiptAllocation, { where: { receiptId }, order: { ordinal: 'ASC' } });
  const undone = await tx.findBy(ReceiptAllocationUndoing, {
    allocationId: In(all.map(({ id }) => id)),
  });
  const parts = all.filter(({ id }) => !undone.some(({ allocationId }) => allocationId === id));
  const [changed] = await tx.find(ReceiptReallocation, {
    where: { receiptId },
    // Ids of judgments are in the order in which they were recorded.
    order: { judgmentId: 'DESC' },
    take: 1,
  });
  const items = await tx.findBy(JudgmentItem, { id: In(parts.map(({ itemId }) => itemId)) });
  return {
    receipt,
    parts,
    overpaid: changed?.overpaidFen ?? receipt.overpaidFen,
    isReallocated: changed !== undefined,
    items: new Map(items.map((item) => [item.id, item])),
  };
}

/** What parts of a receipt come to, in fen. */
export const sumOf = (parts: readonly ReceiptAllocation[]): Fen =>
  sumFen(parts.map(({ amountFen }) => amountFen));

/** The parts of a receipt by the total of the case that they were counted in. */
export function partsByTotal({ parts, items }: Effects, { damageRoute }: LitigationCase) {
  const kindOf = ({ itemId }: ReceiptAllocation) => items.get(itemId)?.kind ?? 'fund_costs';
  const isInTrust = (part: ReceiptAllocation): boolean =>
    isInterest(part.part) && damageRoute === 'trust_account' && isDamages(kindOf(part));
  const of = (belongs: (part: ReceiptAllocation) => boolean): Fen => sumOf(parts.filter(belongs));
  const isPrincipal = ({ part }: ReceiptAllocation): boolean => part === 'principal';
  return {
    costs: of((part) => isPrincipal(part) && kindOf(part) === 'fund_costs'),
    damages: of((part) => isPrincipal(part) && isDamages(kindOf(part))),
    trustInterest: of(isInTrust),
    treasuryInterest: of(
      (part) => isInterest(part.part) && !isInTrust(part) && kindOf(part) !== 'organization_costs',
    ),
    ofOrganizations: parts.filter((part) => kindOf(part) === 'organization_costs'),
  };
}

/** What was received for organizations with the receipt, by organization. */
export function byOrganization(
  { items }: Effects,
  parts: readonly ReceiptAllocation[],
): Map<string, Fen> {
  const sums = new Map<string, Fen>();
  for (const { itemId, amountFen } of parts) {
    const id = items.get(itemId)?.organizationId ?? '';
    sums.set(id, addFen(sums.get(id) ?? ZERO_FEN, amountFen));
  }
  return sums;
}

/** A balance as it is without the receipt. */
function without(balance: ClaimBalance, parts: readonly ReceiptAllocation[]) {
  const of = (...names: readonly ReceiptAllocation['part'][]): Fen =>
    sumOf(parts.filter(({ part }) => names.includes(part)));
  return {
    receivedFen: subtractFen(balance.receivedFen, of('principal', 'written_off')),
    writtenOffFen: addFen(balance.writtenOffFen, of('written_off')),
    interestFixedFen: subtractFen(
      balance.interestFixedFen,
      sumFen(parts.map(({ interestFixedFen }) => interestFixedFen ?? ZERO_FEN)),
    ),
    interestReceivedFen: subtractFen(balance.interestReceivedFen, of('doubled_interest')),
    generalFixedFen: subtractFen(
      balance.generalFixedFen,
      sumFen(parts.map(({ generalFixedFen }) => generalFixedFen ?? ZERO_FEN)),
    ),
    generalReceivedFen: subtractFen(balance.generalReceivedFen, of('general_interest')),
  };
}

/** The balances that a receipt changed, as they are without it. */
export async function balancesWithout(tx: EntityManager, { parts }: Effects) {
  const balances = await tx.findBy(ClaimBalance, {
    id: In(parts.map(({ balanceId }) => balanceId)),
  });
  return balances.map((balance) => {
    const own = parts.filter(({ balanceId }) => balanceId === balance.id);
    return { id: balance.id, after: without(balance, own) };
  });
}
