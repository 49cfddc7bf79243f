import { In } from 'typeorm';
import { reverse } from '../accounting';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { journalOfRequest } from '../ledger';
import { type Fen, subtractFen, sumFen } from '../money';
import type { Work } from '../platform/work';
import { ConditionDefault } from './judgment-papers.entity';
import { ClaimBalance, Judgment, JudgmentItem } from './judgment.entity';

/** A judgment that may be reversed, with what it orders. */
export interface ReversibleJudgment {
  readonly judgment: Judgment;
  readonly items: readonly JudgmentItem[];
  /** Fund costs that it grants, in fen. */
  readonly granted: Fen;
}

/**
 * Requires that a judgment of the case is in force.
 *
 * @throws DomainError NOT_FOUND, JUDGMENT_REPLACED
 */
export async function requireReversible(
  tx: Work['tx'],
  caseId: string,
  id: string,
): Promise<ReversibleJudgment> {
  const judgment = await tx.findOneBy(Judgment, { id, caseId });
  if (judgment === null) throw new DomainError('NOT_FOUND', 'not_found', { judgment: id });
  const { ref } = judgment;
  if (judgment.reversedOn !== null) throw new DomainError('JUDGMENT_REPLACED', 'conflict', { ref });
  const items = await tx.find(JudgmentItem, {
    where: { judgmentId: id },
    order: { ordinal: 'ASC' },
  });
  const granted = items.filter(({ kind }) => kind === 'fund_costs');
  return { judgment, items, granted: sumFen(granted.map(({ orderedFen }) => orderedFen)) };
}

/**
 * Reverses what a judgment booked (红字冲销): its journals stay and are reversed by others, its debts are none any
 * more. Done where a later judgment takes its place, once nothing has come in under it any more (releaseFormer).
 *
 * @param work on the day of the later judgment
 * @throws DomainError those of requireReversible; JUDGMENT_NOT_POSTED its journals are not there yet
 */
export async function reverseJudgment(work: Work, caseId: string, id: string): Promise<void> {
  const { tx } = work;
  const litigationCase = await lockCase(work, caseId);
  const { judgment, items, granted } = await requireReversible(tx, caseId, id);
  const itemIds = items.map((item) => item.id);
  const defaults = await tx.findBy(ConditionDefault, { itemId: In(itemIds) });
  // The later journal first, so that no account falls below what it may.
  const requests = [
    ...defaults.map(({ postingRequestId }) => postingRequestId),
    ...(judgment.postingRequestId === null ? [] : [judgment.postingRequestId]),
  ];
  for (const requestId of requests) await reverseJournal(work, requestId, judgment.ref);
  await tx.update(LitigationCase, caseId, {
    costsGrantedFen: subtractFen(litigationCase.costsGrantedFen, granted),
  });
  await tx.update(Judgment, id, { reversedOn: work.on });
  await tx.update(JudgmentItem, { judgmentId: id }, { reversed: true });
  await tx.update(ClaimBalance, { itemId: In(itemIds) }, { reversed: true });
}

async function reverseJournal(work: Work, requestId: bigint, ref: string): Promise<void> {
  const journal = await journalOfRequest(work.tx, requestId);
  if (journal === undefined) throw new DomainError('JUDGMENT_NOT_POSTED', 'conflict', { ref });
  const { number, businessOn } = journal;
  // A default may have been booked after the day of the later judgment: it is never reversed before it was booked.
  const on = businessOn > work.on ? businessOn : work.on;
  const key = `${work.key}:${String(requestId)}`;
  await reverse({ ...work, on, key }, number, `判决变更冲销 ${ref}`);
}
