import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { recordComputation } from '../audit';
import { businessDate } from '../calendar';
import { Defendant, LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { type AgreedShare, isDamages, isInterest } from '../law';
import { addFen, type Fen, formatYuan, sumFen } from '../money';
import { Organization } from '../organizations';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import type { Work } from '../platform/work';
import { balanceWith } from './balance-with';
import { ClaimBalance, ItemDebtor } from './judgment.entity';
import { type Allocated, proposeAllocation } from './propose-allocation';
import { OrganizationRecovery, Receipt, ReceiptAllocation } from './receipt.entity';

export interface ReceiptToRecord {
  readonly caseId: string;
  readonly ref: string;
  /** Reference of whoever paid. */
  readonly payer: string;
  readonly amount: Fen;
  /** References of the items the payer wants discharged first, in this order. */
  readonly designated: readonly string[];
  readonly bankReference: string;
  /** Who entered it, and how it came; absent where a case file tells it. */
  readonly entry?: Pick<
    Receipt,
    'kind' | 'recordedById' | 'actKey' | 'bodyHash' | 'approvalRequestId'
  >;
  /** What others approved it to go to, other than the rule says. */
  readonly agreed?: readonly AgreedShare[];
}

/**
 * Requires that no receipt of the book names a reference of the bank's, but what was taken back.
 *
 * @throws DomainError DUPLICATE_BANK_REFERENCE
 */
export async function requireFreeReference(
  tx: EntityManager,
  bookId: number,
  bankReference: string,
): Promise<void> {
  const isTaken = await tx
    .createQueryBuilder(Receipt, 'receipt')
    .where({ bookId, bankReference })
    .andWhere('NOT EXISTS (SELECT FROM fund.receipt_reversal v WHERE v.receipt_id = receipt.id)')
    .getExists();
  if (isTaken) throw new DomainError('DUPLICATE_BANK_REFERENCE', 'conflict', { bankReference });
}

/**
 * Records money of a defendant and allocates it in the lawful order, or as others approved. Returns its id.
 *
 * @throws DomainError DUPLICATE_REF, DUPLICATE_BANK_REFERENCE, NOT_A_DEBTOR, ALLOCATION_EXCEEDS_DEBT (in
 *   this order)
 */
export async function recordReceipt(work: Work, receipt: ReceiptToRecord): Promise<string> {
  const { caseId, ref, payer, amount, bankReference } = receipt;
  const litigationCase = await lockCase(work, caseId);
  const ordinal = await work.tx.countBy(Receipt, { caseId });
  if (await work.tx.existsBy(Receipt, { caseId, ref })) {
    throw new DomainError('DUPLICATE_REF', 'conflict', { ref });
  }
  await requireFreeReference(work.tx, work.bookId, bankReference);
  const proposal = await proposeAllocation(work.tx, litigationCase, {
    payer,
    amount,
    on: businessDate(work.on),
    designated: receipt.designated,
    agreed: receipt.agreed,
  });
  const { defendant, parts, overpaid, explanation } = proposal;

  const receiptId = uuidv7();
  await refuseDuplicate(
    'uq_receipt_book_id_bank_reference_reference_use',
    'DUPLICATE_BANK_REFERENCE',
    () =>
      work.tx.insert(Receipt, {
        id: receiptId,
        bookId: work.bookId,
        caseId,
        ref,
        ordinal,
        defendantId: defendant.id,
        amountFen: amount,
        overpaidFen: overpaid,
        receivedOn: work.on,
        bankReference,
        ...(receipt.entry && { ...receipt.entry, postingKey: work.key }),
      }),
  );
  for (const [place, part] of parts.entries()) await recordPart(work, receiptId, place, part);
  await creditDebtor(work, defendant, parts);
  await work.tx.update(Defendant, defendant.id, {
    overpaidFen: addFen(defendant.overpaidFen, overpaid),
  });
  await countIn(work, litigationCase, parts);

  const refsOfOrganizations = await organizationRefs(work, parts);
  await post(work, facts.receiptRecorded(caseId, ref, amount));
  await post(
    work,
    facts.receiptAllocated(
      caseId,
      litigationCase.damageRoute,
      { ref, payer, overpaid },
      parts.map(({ claim: { row }, part, amount: partAmount }) => ({
        item: row.ref,
        kind: row.kind,
        part,
        amount: partAmount,
        organization: refsOfOrganizations.get(row.organizationId ?? '') ?? '',
      })),
    ),
  );
  await explain(work, ref, explanation, parts, overpaid);
  return receiptId;
}

async function recordPart(
  work: Work,
  receiptId: string,
  ordinal: number,
  part: Allocated,
): Promise<void> {
  const { balance, amount, interest } = part;
  await work.tx.insert(ReceiptAllocation, {
    id: uuidv7(),
    receiptId,
    ordinal,
    balanceId: balance.id,
    itemId: balance.itemId,
    part: part.part,
    amountFen: amount,
    interestDays: interest?.days ?? null,
    interestFixedFen: interest?.amount ?? null,
    generalFixedFen: part.generalFixed ?? null,
  });
  await work.tx.update(ClaimBalance, balance.id, balanceWith(balance, part));
}

async function creditDebtor(
  work: Work,
  defendant: Defendant,
  parts: readonly Allocated[],
): Promise<void> {
  for (const { part, amount, claim } of parts) {
    const debtor = claim.debtorRows.find(({ defendantId }) => defendantId === defendant.id);
    if (isInterest(part) || debtor === undefined) continue;
    debtor.paidFen = addFen(debtor.paidFen, amount);
    await work.tx.update(ItemDebtor, debtor.id, { paidFen: debtor.paidFen });
  }
}

/** Adds the parts to the totals that limit what may be paid out of them later. */
async function countIn(
  work: Work,
  litigationCase: LitigationCase,
  parts: readonly Allocated[],
): Promise<void> {
  const total = (belongs: (part: Allocated) => boolean): Fen =>
    sumFen(parts.filter(belongs).map(({ amount }) => amount));
  const kindOf = ({ claim }: Allocated) => claim.row.kind;
  const inTrust = litigationCase.damageRoute === 'trust_account';
  const interest = ({ part }: Allocated): boolean => isInterest(part);
  const interestInTrust = (part: Allocated): boolean =>
    interest(part) && inTrust && isDamages(kindOf(part));
  await work.tx.update(LitigationCase, litigationCase.id, {
    costsRecoveredFen: addFen(
      litigationCase.costsRecoveredFen,
      total((part) => part.part === 'principal' && kindOf(part) === 'fund_costs'),
    ),
    damagesReceivedFen: addFen(
      litigationCase.damagesReceivedFen,
      total((part) => part.part === 'principal' && isDamages(kindOf(part))),
    ),
    trustInterestReceivedFen: addFen(
      litigationCase.trustInterestReceivedFen,
      total(interestInTrust),
    ),
    treasuryInterestReceivedFen: addFen(
      litigationCase.treasuryInterestReceivedFen,
      total(
        (part) => interest(part) && !interestInTrust(part) && kindOf(part) !== 'organization_costs',
      ),
    ),
  });
  for (const part of parts.filter((candidate) => kindOf(candidate) === 'organization_costs')) {
    await countForOrganization(work, litigationCase.id, part);
  }
}

async function countForOrganization(work: Work, caseId: string, part: Allocated): Promise<void> {
  const organizationId = part.claim.row.organizationId ?? '';
  const known = await work.tx.findOneBy(OrganizationRecovery, { caseId, organizationId });
  if (known === null) {
    await work.tx.insert(OrganizationRecovery, {
      id: uuidv7(),
      caseId,
      organizationId,
      receivedFen: part.amount,
    });
  } else {
    await work.tx.update(OrganizationRecovery, known.id, {
      receivedFen: addFen(known.receivedFen, part.amount),
    });
  }
}

async function organizationRefs(
  work: Work,
  parts: readonly Allocated[],
): Promise<Map<string, string>> {
  const refs = new Map<string, string>();
  for (const { claim } of parts) {
    const id = claim.row.organizationId;
    if (id === null || refs.has(id)) continue;
    refs.set(id, (await work.tx.findOneByOrFail(Organization, { id })).ref);
  }
  return refs;
}

async function explain(
  work: Work,
  ref: string,
  explanation: Parameters<typeof recordComputation>[2],
  parts: readonly Allocated[],
  overpaid: Fen,
): Promise<void> {
  await recordComputation(work, `allocation of ${ref}`, explanation, {
    allocations: parts.map(({ itemId, part, amount }) => ({
      item: itemId,
      part,
      amount: formatYuan(amount),
    })),
    overpaid: formatYuan(overpaid),
  });
  for (const { itemId, interest } of parts) {
    if (interest === undefined) continue;
    await recordComputation(
      work,
      `doubled interest of ${itemId} on what ${ref} paid`,
      interest.explanation,
      {
        days: interest.days,
        interest: formatYuan(interest.amount),
      },
    );
  }
}
