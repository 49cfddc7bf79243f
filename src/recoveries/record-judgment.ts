import { uuidv7 } from 'uuidv7';
import { facts, type OrderedItem, post } from '../accounting';
import type { BusinessDate } from '../calendar';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { requireRecordable } from './check-judgment';
import type { ItemToRecord, JudgmentToRecord } from './judgment-to-record';
import { ClaimBalance, ItemDebtor, Judgment, JudgmentItem } from './judgment.entity';

interface BalanceToOpen {
  readonly defendantId: string | null;
  readonly dueOn: BusinessDate | null;
  readonly amount: Fen;
}

/** The debts an item is made of; where no period is fixed it is due when the judgment takes effect. */
export function balancesToOpen(item: ItemToRecord, effectiveOn: BusinessDate): BalanceToOpen[] {
  const due = (dueOn: BusinessDate | null): BusinessDate | null =>
    item.conditional ? null : (dueOn ?? item.dueOn ?? effectiveOn);
  if (item.mode === 'several') {
    return item.debtors.map(({ defendantId, share, dueOn }) => ({
      defendantId,
      dueOn: due(dueOn),
      amount: share ?? (0n as Fen),
    }));
  }
  if (item.instalments.length > 0) {
    return item.instalments.map(({ dueOn, amount }) => ({
      defendantId: null,
      dueOn: item.conditional ? null : dueOn,
      amount,
    }));
  }
  return [{ defendantId: null, dueOn: due(null), amount: item.amount }];
}

/**
 * Records an effective judgment and what it orders.
 *
 * @returns its id, and the request that posts it where it orders money
 * @throws DomainError those of requireRecordable
 */
export async function recordJudgment(
  work: Work,
  judgment: JudgmentToRecord,
): Promise<{ readonly id: string; readonly requestId: bigint | null }> {
  const { caseId, ref, items } = judgment;
  const litigationCase = await lockCase(work, caseId);
  const { places, granted } = await requireRecordable(work.tx, litigationCase, judgment);

  const id = uuidv7();
  await work.tx.insert(Judgment, {
    id,
    caseId,
    ref,
    ordinal: places.judgments,
    outcome: judgment.outcome,
    claimedFen: judgment.claimed,
    effectiveOn: judgment.effectiveOn,
  });
  for (const [index, item] of items.entries()) {
    await insertItem(work, judgment, item, id, places.items + index);
  }
  await work.tx.update(LitigationCase, caseId, {
    costsGrantedFen: addFen(litigationCase.costsGrantedFen, granted),
  });
  if (items.length === 0) return { id, requestId: null };
  const fact = facts.judgmentEffective(caseId, ref, await asFacts(work, items));
  const { requestId } = await post(work, fact);
  return { id, requestId };
}

async function insertItem(
  work: Work,
  judgment: JudgmentToRecord,
  item: ItemToRecord,
  judgmentId: string,
  ordinal: number,
): Promise<void> {
  const itemId = uuidv7();
  await work.tx.insert(JudgmentItem, {
    id: itemId,
    judgmentId,
    caseId: judgment.caseId,
    ref: item.ref,
    ordinal,
    kind: item.kind,
    orderedFen: item.amount,
    conditional: item.conditional,
    organizationId: item.organizationId,
    bearsInterest: item.bearsInterest,
    generalPercent: item.general?.yearlyPercent ?? null,
    generalFrom: item.general?.from ?? null,
    liabilityMode: item.mode,
  });
  for (const [place, { defendantId, cap }] of item.debtors.entries()) {
    await work.tx.insert(ItemDebtor, {
      id: uuidv7(),
      itemId,
      defendantId,
      ordinal: place,
      capFen: cap,
    });
  }
  for (const [place, balance] of balancesToOpen(item, judgment.effectiveOn).entries()) {
    await work.tx.insert(ClaimBalance, {
      id: uuidv7(),
      itemId,
      ordinal: place,
      defendantId: balance.defendantId,
      dueOn: balance.dueOn,
      orderedFen: balance.amount,
    });
  }
}

async function asFacts(work: Work, items: readonly ItemToRecord[]): Promise<OrderedItem[]> {
  const ordered: OrderedItem[] = [];
  for (const { ref, kind, amount, conditional, organizationId } of items) {
    const fact = { item: ref, kind, amount, conditional };
    if (organizationId === null) {
      ordered.push(fact);
    } else {
      const organization = await work.tx.findOneByOrFail(Organization, {
        id: organizationId,
        bookId: work.bookId,
      });
      ordered.push({ ...fact, organization: organization.ref });
    }
  }
  return ordered;
}

/**
 * Records that the condition of an item was not kept: it is a debt now, due since `dueOn`.
 *
 * @returns the request that posts it
 * @throws DomainError NOT_CONDITIONAL
 */
export async function recordDefault(
  work: Work,
  failure: { readonly itemId: string; readonly dueOn: BusinessDate },
): Promise<{ readonly requestId: bigint }> {
  const { caseId } = await work.tx.findOneByOrFail(JudgmentItem, { id: failure.itemId });
  await lockCase(work, caseId);
  const item = await work.tx.findOneByOrFail(JudgmentItem, { id: failure.itemId });
  if (!item.conditional || item.defaulted || item.reversed) {
    throw new DomainError('NOT_CONDITIONAL', 'refused', { item: item.ref });
  }
  await work.tx.update(JudgmentItem, item.id, { defaulted: true });
  await work.tx.update(ClaimBalance, { itemId: item.id }, { dueOn: failure.dueOn });
  const { requestId } = await post(
    work,
    facts.conditionDefaulted(caseId, item.ref, item.orderedFen),
  );
  return { requestId };
}
