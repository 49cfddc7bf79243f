import type { EntityManager } from 'typeorm';
import type { BusinessDate } from '../calendar';
import { type Defendant, type LitigationCase, Stay } from '../cases';
import { DomainError } from '../errors';
import {
  type AgreedShare,
  allocateAsAgreed,
  allocateReceipt,
  type Allocation,
  type AllocationPart,
  type Explained,
  type Explanation,
  isDebtor,
  type ReceiptToAllocate,
} from '../law';
import { type Fen, formatYuan } from '../money';
import type { ClaimBalance } from './judgment.entity';
import { type Claim, loadClaims } from './load-claims';

/** Money of a defendant that came in, or would. */
export interface PaymentToAllocate {
  /** Reference of whoever pays. */
  readonly payer: string;
  readonly amount: Fen;
  readonly on: BusinessDate;
  /** References of the items that the payer wants discharged first, in this order. */
  readonly designated: readonly string[];
  /** What it is to go to instead of what the rule says; items by their references. */
  readonly agreed?: readonly AgreedShare[] | undefined;
}

/** A part of an allocation with the rows that it is about. */
export type Allocated = AllocationPart & { readonly claim: Claim; readonly balance: ClaimBalance };

/** Where a payment goes by the rule. */
export interface AllocationProposal {
  readonly defendant: Defendant;
  readonly parts: readonly Allocated[];
  /** In fen. */
  readonly overpaid: Fen;
  readonly explanation: Explanation;
}

/**
 * Works out where a payment goes, and records nothing.
 *
 * @throws DomainError NOT_A_DEBTOR, ALLOCATION_EXCEEDS_DEBT (in this order)
 */
export async function proposeAllocation(
  tx: EntityManager,
  { id: caseId, dayCount }: LitigationCase,
  { payer, amount, on, designated, agreed }: PaymentToAllocate,
): Promise<AllocationProposal> {
  const { claims, defendants } = await loadClaims(tx, caseId);
  const defendant = defendants.find((candidate) => candidate.ref === payer);
  if (defendant === undefined || !claims.some(({ item }) => isDebtor(item, payer))) {
    throw new DomainError('NOT_A_DEBTOR', 'refused', { payer: defendant?.name ?? payer });
  }
  const stays = await tx.findBy(Stay, { caseId });
  const receipt: ReceiptToAllocate = {
    payer,
    amount,
    on,
    designated,
    items: claims.map(({ item }) => item),
    stays: stays.map((stay) => stay.toLaw()),
    dayCount,
  };
  const { value, explanation } =
    agreed === undefined ? allocateReceipt(receipt) : allocateAgreed(receipt, agreed);
  const parts = value.parts.map((part) => withRows(part, claims));
  return { defendant, parts, overpaid: value.overpaid, explanation };
}

function allocateAgreed(
  receipt: ReceiptToAllocate,
  agreed: readonly AgreedShare[],
): Explained<Allocation> {
  const { value, explanation } = allocateAsAgreed(receipt, agreed);
  if (value.excess === null) return { value, explanation };
  const { itemId, part, asked, most } = value.excess;
  throw new DomainError('ALLOCATION_EXCEEDS_DEBT', 'refused', {
    ...(itemId !== null && { item: itemId, part }),
    amount: formatYuan(asked),
    most: formatYuan(most),
  });
}

function withRows(part: AllocationPart, claims: readonly Claim[]): Allocated {
  const claim = claims.find(({ row }) => row.ref === part.itemId);
  const balance = claim?.balanceRows.find(({ id }) => id === part.balanceId);
  if (claim === undefined || balance === undefined)
    throw new Error('allocation to an unknown balance');
  return { ...part, claim, balance };
}
