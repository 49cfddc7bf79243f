import { lockCase, type LitigationCase } from '../cases';
import { DomainError } from '../errors';
import type { Work } from '../platform/work';
import { AdvanceItem } from './advance.entity';

/** The item for a change, with its case locked before it. */
export async function lockItem(
  work: Work,
  itemId: string,
): Promise<{ item: AdvanceItem; litigationCase: LitigationCase }> {
  const found = await work.tx.findOneBy(AdvanceItem, { id: itemId });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { advanceItem: itemId });
  const litigationCase = await lockCase(work, found.caseId);
  // Read again under the lock: another act may have changed it meanwhile.
  const item = await work.tx.findOneByOrFail(AdvanceItem, { id: itemId });
  return { item, litigationCase };
}

/** The item as the journal templates name it. */
export function asFact(item: AdvanceItem): {
  caseId: string;
  item: string;
  category: string;
  payee: string;
} {
  return { caseId: item.caseId, item: item.ref, category: item.category, payee: item.payee };
}
