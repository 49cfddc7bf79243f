import { uuidv7 } from 'uuidv7';
import type { BusinessDate } from '../calendar';
import type { DayCount } from '../law';
import type { Work } from '../platform/work';
import { lockCase } from './lock-case';
import { Defendant, LitigationCase, Stay } from './case.entity';

export interface CaseToOpen {
  readonly number: string;
  readonly court: string;
  readonly filedOn: BusinessDate;
  readonly damageRoute: 'treasury' | 'trust_account';
  readonly dayCount: DayCount;
  /** Who asked for it, and by which request. */
  readonly openedById?: string;
  readonly idempotencyKey?: string;
  readonly bodyHash?: Buffer;
  readonly defendants: readonly {
    readonly ref: string;
    readonly name: string;
    readonly kind: string;
  }[];
}

/** Opens a case with its defendants; returns the case's id. */
export async function openCase(work: Work, opening: CaseToOpen): Promise<string> {
  const { defendants, ...facts } = opening;
  const id = uuidv7();
  await work.tx.insert(LitigationCase, {
    id,
    bookId: work.bookId,
    state: opening.openedById === undefined ? null : 'filed',
    ...facts,
  });
  for (const [ordinal, defendant] of defendants.entries()) {
    await work.tx.insert(Defendant, { id: uuidv7(), caseId: id, ordinal, ...defendant });
  }
  return id;
}

/** Records days on which no doubled interest runs; interest that is fixed already stays as it is. */
export async function recordStay(
  work: Work,
  stay: {
    readonly caseId: string;
    readonly from: BusinessDate;
    readonly to: BusinessDate;
    readonly requestedByDebtor: boolean;
    /** Id of the request that approved it. */
    readonly approvalRequestId?: string;
  },
): Promise<void> {
  await lockCase(work, stay.caseId);
  await work.tx.insert(Stay, {
    id: uuidv7(),
    caseId: stay.caseId,
    fromOn: stay.from,
    toOn: stay.to,
    requestedByDebtor: stay.requestedByDebtor,
    approvalRequestId: stay.approvalRequestId ?? null,
  });
}
