import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { addFen, type Fen, fen, formatYuan, subtractFen } from '../money';
import type { Work } from '../platform/work';
import { once, requireSame } from './act-once';
import { AwardShare } from './award.entity';
import { AwardUseDocument, AwardUseReport, type UsePurpose } from './recall.entity';

export interface UseToReport {
  readonly shareId: string;
  readonly reportedById: string;
  readonly year: number;
  readonly purpose: UsePurpose;
  /** Zero where nothing was used yet. */
  readonly amount: Fen;
  readonly use: string;
  readonly documents: readonly string[];
}

/** What of a share was paid and is not reported as used yet, in fen. */
export async function unreported(tx: EntityManager, share: AwardShare): Promise<Fen> {
  const [row] = await tx.query<{ used: string }[]>(
    'SELECT coalesce(sum(u.amount_fen), 0) AS used FROM fund.award_use_report u WHERE u.share_id = $1',
    [share.id],
  );
  const paid = addFen(share.paidSanctionQuotaFen, share.paidAwardFundFen);
  const owed = addFen(share.owedSanctionQuotaFen, share.owedAwardFundFen);
  const left = subtractFen(subtractFen(paid, owed), fen(BigInt(row?.used ?? 0)));
  return left < 0n ? fen(0n) : left;
}

/**
 * Reports what an organization used its award for in a year, never more than it has got; once for a key.
 * Source: 环境保护法 art 58 (no profit from litigation): what is awarded is for the work of the organization.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, AWARD_USE_YEAR, AWARD_USE_EXCEEDED
 */
export async function reportUse(work: Work, given: UseToReport): Promise<string> {
  const { tx } = work;
  const { shareId, reportedById, documents, amount: amountFen, year, purpose, use } = given;
  const body = { shareId, year, purpose, amount: formatYuan(amountFen), use };
  const kept = await once(tx, 'award uses', {
    ...{ personId: reportedById, key: work.key, body: { ...body, documents: [...documents] } },
  });
  const made = await tx.findOneBy(AwardUseReport, { reportedById, actKey: kept.actKey });
  if (made !== null) {
    requireSame(made, kept);
    return made.id;
  }
  const share = await tx.findOneOrFail(AwardShare, {
    where: { id: shareId },
    lock: { mode: 'pessimistic_write' },
  });
  const latest = parseInt(work.on.slice(0, 4), 10);
  const earliest = share.paidOn === null ? null : parseInt(share.paidOn.slice(0, 4), 10);
  if (earliest === null || year < earliest || year > latest) {
    throw new DomainError('AWARD_USE_YEAR', 'refused', { earliest, latest });
  }
  const left = await unreported(tx, share);
  if (amountFen > left) {
    throw new DomainError('AWARD_USE_EXCEEDED', 'refused', { left: formatYuan(left) });
  }
  const id = uuidv7();
  await tx.insert(AwardUseReport, {
    ...{ id, shareId, year, purpose, amountFen, use, reportedById },
    ...kept,
  });
  for (const documentId of new Set(documents)) {
    await tx.insert(AwardUseDocument, { reportId: id, documentId });
  }
  await recordAct(work, 'award.report_use', { report: id, ...body });
  return id;
}
