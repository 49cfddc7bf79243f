import { uuidv7 } from 'uuidv7';
import { recordComputation } from '../audit';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { checkAdvanceCaps, type CostCategory } from '../law';
import { type Fen, formatYuan, sumFen } from '../money';
import { requireQualified } from '../organizations';
import type { Work } from '../platform/work';
import { AdvanceApplication, AdvanceItem } from './advance.entity';

export interface AdvanceToApplyFor {
  /** Its id, where something else has it already. */
  readonly id?: string;
  readonly caseId: string;
  readonly ref: string;
  readonly organizationId: string;
  readonly items: readonly {
    readonly ref: string;
    readonly category: CostCategory;
    readonly instance: number;
    readonly payee: string;
    readonly amount: Fen;
  }[];
}

/**
 * An organization applies for costs to be advanced.
 *
 * @throws DomainError ORG_NOT_QUALIFIED, DUPLICATE_REF, CAP_EXCEEDED (tried in this order)
 */
export async function applyForAdvance(work: Work, application: AdvanceToApplyFor): Promise<void> {
  const { caseId, organizationId, ref, items } = application;
  await lockCase(work, caseId);
  await requireQualified(work, caseId, organizationId);

  const earlier = await work.tx.findBy(AdvanceItem, { caseId });
  const refs = items.map((item) => item.ref);
  const taken = new Set(earlier.map((item) => item.ref));
  const duplicate = refs.find(
    (itemRef, index) => taken.has(itemRef) || refs.indexOf(itemRef) !== index,
  );
  if (duplicate !== undefined)
    throw new DomainError('DUPLICATE_REF', 'conflict', { ref: duplicate });
  if (await work.tx.existsBy(AdvanceApplication, { caseId, ref })) {
    throw new DomainError('DUPLICATE_REF', 'conflict', { ref });
  }

  const caps = checkAdvanceCaps([
    ...earlier.map(({ category, instance, appliedFen }) => ({
      category,
      instance,
      amount: appliedFen,
    })),
    ...items.map(({ category, instance, amount }) => ({ category, instance, amount })),
  ]);
  const { breach } = caps.value;
  if (breach !== null) {
    throw new DomainError('CAP_EXCEEDED', 'refused', {
      cap: breach.cap,
      limit: formatYuan(breach.limit),
      amount: formatYuan(breach.amount),
    });
  }

  const { id = uuidv7() } = application;
  await work.tx.insert(AdvanceApplication, {
    id,
    bookId: work.bookId,
    caseId,
    organizationId,
    ref,
    status: 'submitted',
    totalFen: sumFen(items.map(({ amount }) => amount)),
    applicant: work.by,
    appliedOn: work.on,
  });
  for (const [index, { ref: itemRef, category, instance, payee, amount }] of items.entries()) {
    await work.tx.insert(AdvanceItem, {
      id: uuidv7(),
      applicationId: id,
      caseId,
      ref: itemRef,
      ordinal: earlier.length + index,
      category,
      instance,
      payee,
      appliedFen: amount,
    });
  }
  await recordComputation(work, `caps of ${ref}`, caps.explanation, { withinCaps: true });
}
