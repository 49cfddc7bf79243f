import { uuidv7 } from 'uuidv7';
import { facts, type OrderedItem, post } from '../accounting';
import type { BusinessDate } from '../calendar';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { type ItemKind, type LiabilityMode, type Outcome, sharesAddUp } from '../law';
import { addFen, type Fen, formatYuan, subtractFen, sumFen } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { ClaimBalance, ItemDebtor, Judgment, JudgmentItem } from './judgment.entity';

export interface ItemToRecord {
  readonly ref: string;
  readonly kind: ItemKind;
  readonly amount: Fen;
  readonly dueOn: BusinessDate | null;
  readonly instalments: readonly { readonly dueOn: BusinessDate; readonly amount: Fen }[];
  readonly conditional: boolean;
  readonly organizationId: string | null;
  readonly bearsInterest: boolean;
  readonly mode: LiabilityMode;
  readonly debtors: readonly {
    readonly defendantId: string;
    readonly share: Fen | null;
    readonly cap: Fen | null;
    readonly dueOn: BusinessDate | null;
  }[];
}

export interface JudgmentToRecord {
  readonly caseId: string;
  readonly ref: string;
  readonly outcome: Outcome;
  readonly claimed: Fen | null;
  readonly effectiveOn: BusinessDate;
  readonly items: readonly ItemToRecord[];
}

interface BalanceToOpen {
  readonly defendantId: string | null;
  readonly dueOn: BusinessDate | null;
  readonly amount: Fen;
}

/** The debts an item is made of; where no period is fixed it is due when the judgment takes effect. */
function balancesOf(item: ItemToRecord, effectiveOn: BusinessDate): BalanceToOpen[] {
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
 * @throws DomainError DUPLICATE_REF, GRANT_EXCEEDS_ADVANCE, SHARES_DO_NOT_ADD_UP (in this order)
 */
export async function recordJudgment(work: Work, judgment: JudgmentToRecord): Promise<void> {
  const { caseId, ref, items } = judgment;
  const litigationCase = await lockCase(work, caseId);

  const earlier = await work.tx.findBy(JudgmentItem, { caseId });
  const judgments = await work.tx.findBy(Judgment, { caseId });
  const refs = items.map((item) => item.ref);
  const taken = new Set(earlier.map((item) => item.ref));
  const duplicate = judgments.some((other) => other.ref === ref)
    ? ref
    : refs.find((itemRef, index) => taken.has(itemRef) || refs.indexOf(itemRef) !== index);
  if (duplicate !== undefined)
    throw new DomainError('DUPLICATE_REF', 'conflict', { ref: duplicate });

  const granted = sumFen(
    items.filter(({ kind }) => kind === 'fund_costs').map(({ amount }) => amount),
  );
  const awaiting = subtractFen(
    subtractFen(litigationCase.costsSettledFen, litigationCase.costsGrantedFen),
    litigationCase.costsAbsorbedFen,
  );
  if (granted > awaiting) {
    throw new DomainError('GRANT_EXCEEDS_ADVANCE', 'refused', {
      granted: formatYuan(granted),
      settledAndUndecided: formatYuan(awaiting),
    });
  }
  for (const item of items) {
    const { amount, mode, debtors, instalments } = item;
    const shares = debtors.map(({ defendantId, share }) => ({ id: defendantId, share }));
    const ordered = {
      amount,
      mode,
      debtors: shares,
      ...(instalments.length > 0 && { instalments }),
    };
    if (!sharesAddUp(ordered)) {
      throw new DomainError('SHARES_DO_NOT_ADD_UP', 'invalid', {
        item: item.ref,
        amount: formatYuan(amount),
      });
    }
  }

  const judgmentId = uuidv7();
  await work.tx.insert(Judgment, {
    id: judgmentId,
    caseId,
    ref,
    ordinal: judgments.length,
    outcome: judgment.outcome,
    claimedFen: judgment.claimed,
    effectiveOn: judgment.effectiveOn,
  });
  for (const [index, item] of items.entries()) {
    await insertItem(work, judgment, item, judgmentId, earlier.length + index);
  }
  await work.tx.update(LitigationCase, caseId, {
    costsGrantedFen: addFen(litigationCase.costsGrantedFen, granted),
  });
  if (items.length > 0)
    await post(work, facts.judgmentEffective(caseId, ref, await asFacts(work, items)));
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
  for (const [place, balance] of balancesOf(item, judgment.effectiveOn).entries()) {
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
 * @throws DomainError NOT_CONDITIONAL
 */
export async function recordDefault(
  work: Work,
  failure: { readonly itemId: string; readonly dueOn: BusinessDate },
): Promise<void> {
  const { caseId } = await work.tx.findOneByOrFail(JudgmentItem, { id: failure.itemId });
  await lockCase(work, caseId);
  const item = await work.tx.findOneByOrFail(JudgmentItem, { id: failure.itemId });
  if (!item.conditional || item.defaulted) {
    throw new DomainError('NOT_CONDITIONAL', 'refused', { item: item.ref });
  }
  await work.tx.update(JudgmentItem, item.id, { defaulted: true });
  await work.tx.update(ClaimBalance, { itemId: item.id }, { dueOn: failure.dueOn });
  await post(work, facts.conditionDefaulted(caseId, item.ref, item.orderedFen));
}
