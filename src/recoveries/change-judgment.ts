import { In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { recordAct, recordComputation } from '../audit';
import { Defendant, LitigationCase } from '../cases';
import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { ClaimBalance, ItemDebtor } from './judgment.entity';
import {
  ReceiptAllocationUndoing,
  ReceiptReallocation,
  SpentDeficit,
  WriteOffReversal,
} from './judgment-change.entity';
import type { PlacedPart } from './former-judgment';
import { keepAllocation } from './keep-allocation';
import type { ChangedReceipt, JudgmentChange } from './plan-change';
import { type Purse, spentOfFreed } from './purses';
import { OrganizationRecovery } from './receipt.entity';

/** A change as it is carried out, with what the books call organizations. */
interface Carrying {
  readonly of: LitigationCase;
  readonly change: JudgmentChange;
  readonly organizations: ReadonlyMap<string, string>;
}

/** The same, once the new judgment is recorded. */
interface Recorded extends Carrying {
  readonly judgmentId: string;
}

const NOTHING = {
  receivedFen: ZERO_FEN,
  writtenOffFen: ZERO_FEN,
  interestFixedFen: ZERO_FEN,
  interestReceivedFen: ZERO_FEN,
  generalFixedFen: ZERO_FEN,
  generalReceivedFen: ZERO_FEN,
} as const;

const booked = (organizations: Carrying['organizations'], parts: readonly PlacedPart[]) =>
  parts.map(({ item, kind, part, amount, organizationId }) => ({
    ...{ item, kind, part, amount },
    organization: organizations.get(organizationId ?? '') ?? '',
  }));

/** What the books call a purse that money was spent of; undefined where it is in none of their liabilities. */
function spentOf(
  { what, ofCustody, organizationId }: Purse,
  organizations: Carrying['organizations'],
): facts.Spent | undefined {
  switch (what) {
    case 'fund_replenishment':
      return undefined;
    case 'cost_reimbursement':
      return { to: 'organization', organization: organizations.get(organizationId ?? '') ?? '' };
    case 'damages_remittance':
      return { to: 'treasury', of: 'damages' };
    case 'interest_remittance':
      return { to: 'treasury', of: 'interest' };
    case 'restoration':
      return ofCustody ? { to: 'trust' } : undefined;
  }
}

/** References of the organizations that a change is about, by their ids. */
export async function organizationsOf(
  { tx }: Work,
  { purses }: JudgmentChange,
): Promise<ReadonlyMap<string, string>> {
  const ids = purses.flatMap(({ organizationId }) => organizationId ?? []);
  const rows = await tx.findBy(Organization, { id: In(ids) });
  return new Map(rows.map(({ id, ref }) => [id, ref]));
}

const spentAmounts = (
  { change, organizations }: Carrying,
  amountOf: (purse: Purse) => Fen,
): { spent: facts.Spent; amount: Fen }[] =>
  change.purses.flatMap((purse) => {
    const spent = spentOf(purse, organizations);
    const amount = amountOf(purse);
    return spent === undefined || amount === 0n ? [] : [{ spent, amount }];
  });

/**
 * Takes back what had come in under a judgment, before it is reversed: what was spent of it is to be got back, the
 * receipts are free again, its write-offs are none any more. Nothing is removed; each has a journal and a row that
 * says so.
 */
export async function releaseFormer(work: Work, carrying: Carrying): Promise<void> {
  const { of, change, organizations } = carrying;
  const { tx } = work;
  const spent = spentAmounts(carrying, spentOfFreed);
  if (spent.length > 0) await post(work, facts.spentToRecover(of.id, spent));
  for (const { freed } of change.receipts) {
    const { ref, payer, overpaid, undone } = freed;
    const receipt = { ref, payer, overpaid };
    const parts = booked(organizations, undone);
    const own = { ...work, key: `${work.key}:${freed.id}` };
    await post(own, facts.allocationUndone(of.id, of.damageRoute, receipt, parts, false));
  }
  for (const { id, item, amount } of change.writeOffs) {
    const own = { ...work, key: `${work.key}:${id}` };
    await post(own, facts.writeOffReversed(of.id, item, amount));
  }
  const itemId = In(change.former.items.map(({ id }) => id));
  await tx.update(ClaimBalance, { itemId }, NOTHING);
  await tx.update(ItemDebtor, { itemId }, { paidFen: ZERO_FEN });
}

/**
 * Keeps where the money goes once the new judgment is recorded: rows and journals of the allocations anew, the totals
 * of the case, and what was spent and is not covered any more.
 */
export async function placeAnew(work: Work, carrying: Recorded): Promise<void> {
  const { of, change, organizations } = carrying;
  for (const receipt of change.receipts) await placeReceipt(work, carrying, receipt);
  await keepWriteOffs(work, carrying);
  await keepTotals(work, carrying);
  const carried = spentAmounts(carrying, (purse) =>
    subtractFen(spentOfFreed(purse), purse.deficit),
  );
  if (carried.length > 0) await post(work, facts.spentCarried(of.id, carried));
  if (change.toTrust !== 0n) await post(work, facts.trustMoved(of.id, change.toTrust));
  await keepDeficits(work, carrying);
  await recordAct(work, 'judgment.change', {
    ...{ case: of.id, judgment: carrying.judgmentId, former: change.former.judgment.id },
    receipts: change.receipts.map(({ freed, overpaid }) => ({
      receipt: freed.ref,
      overpaid: formatYuan(overpaid),
    })),
    writeOffs: change.writeOffs.map(({ item, amount }) => ({ item, amount: formatYuan(amount) })),
    deficits: change.purses
      .filter(({ deficit }) => deficit > 0n)
      .map(({ what, organizationId, deficit }) => ({
        what,
        ...(organizationId !== null && { organization: organizations.get(organizationId) ?? '' }),
        amount: formatYuan(deficit),
      })),
  });
}

async function placeReceipt(
  work: Work,
  { of, judgmentId, organizations }: Recorded,
  { freed, parts, overpaid, explanation }: ChangedReceipt,
): Promise<void> {
  const { tx, on } = work;
  const { id: receiptId, ref, payer, undone, refunded } = freed;
  await tx.insert(ReceiptReallocation, {
    ...{ receiptId, judgmentId, reallocatedOn: on, overpaidFen: overpaid },
  });
  if (undone.length > 0) {
    await tx.insert(
      ReceiptAllocationUndoing,
      undone.map(({ id: allocationId }) => ({ allocationId, judgmentId, undoneOn: on })),
    );
  }
  await keepAllocation(tx, of.id, freed, judgmentId, parts);
  const payerRow = await tx.findOneByOrFail(Defendant, { id: freed.defendantId });
  const rest = subtractFen(overpaid, refunded);
  await tx.update(Defendant, payerRow.id, {
    overpaidFen: addFen(subtractFen(payerRow.overpaidFen, freed.overpaid), rest),
  });
  const own = { ...work, key: `${work.key}:${receiptId}` };
  const receipt = { ref, payer, overpaid: rest };
  const anew = booked(organizations, parts);
  await post(own, facts.receiptReallocated(of.id, of.damageRoute, receipt, anew));
  await recordComputation(work, `allocation of ${ref} after a changed judgment`, explanation, {
    allocations: parts.map(({ item, part, amount }) => ({
      ...{ item, part, amount: formatYuan(amount) },
    })),
    overpaid: formatYuan(rest),
  });
}

async function keepWriteOffs(
  { tx, on }: Work,
  { change: { writeOffs }, judgmentId }: Recorded,
): Promise<void> {
  if (writeOffs.length === 0) return;
  await tx.insert(
    WriteOffReversal,
    writeOffs.map(({ id: writeOffId }) => ({ writeOffId, judgmentId, reversedOn: on })),
  );
}

async function keepTotals({ tx }: Work, { of, change }: Carrying): Promise<void> {
  await tx.update(LitigationCase, of.id, change.totals);
  for (const { organizationId, received, spent, deficit } of change.purses) {
    if (organizationId === null) continue;
    const totals = { receivedFen: received, reimbursedFen: subtractFen(spent, deficit) };
    const own = { caseId: of.id, organizationId };
    if (await tx.existsBy(OrganizationRecovery, own)) {
      await tx.update(OrganizationRecovery, own, totals);
    } else {
      await tx.insert(OrganizationRecovery, { id: uuidv7(), ...own, ...totals });
    }
  }
}

async function keepDeficits({ tx }: Work, { of, change, judgmentId }: Recorded): Promise<void> {
  const missing = change.purses
    .filter(({ deficit }) => deficit > 0n)
    .map(({ what, organizationId, ofCustody, deficit }) => ({
      ...{ what, organizationId, ofCustody, amountFen: deficit },
    }));
  const award = {
    ...{ what: 'award' as const, organizationId: null, ofCustody: false },
    amountFen: change.awardBeyond,
  };
  for (const row of [...missing, ...(change.awardBeyond > 0n ? [award] : [])]) {
    await tx.insert(SpentDeficit, { id: uuidv7(), caseId: of.id, judgmentId, ...row });
  }
}
