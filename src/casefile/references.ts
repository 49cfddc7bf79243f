import { AdvanceApplication, AdvanceItem } from '../advances';
import { Defendant } from '../cases';
import { RestorationPlan } from '../damages';
import { DomainError } from '../errors';
import { type Fen, parsePositiveYuan } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { JudgmentItem } from '../recoveries';

const REFERABLE = {
  AdvanceApplication,
  AdvanceItem,
  Defendant,
  JudgmentItem,
  RestorationPlan,
} as const;

/** Turns the references of a case file into the ids of rows. */
export class References {
  constructor(
    private readonly work: Work,
    readonly caseId: string,
  ) {}

  /**
   * The id of what the case knows under `ref`.
   *
   * @throws DomainError NOT_FOUND its introduction was refused
   */
  async idOf(what: keyof typeof REFERABLE, ref: string): Promise<string> {
    const row = await this.work.tx.findOneBy<{ id: string; caseId: string; ref: string }>(
      REFERABLE[what],
      {
        caseId: this.caseId,
        ref,
      },
    );
    if (row === null) throw new DomainError('NOT_FOUND', 'not_found', { ref });
    return row.id;
  }

  async organization(ref: string): Promise<string> {
    const row = await this.work.tx.findOneBy(Organization, { bookId: this.work.bookId, ref });
    if (row === null) throw new DomainError('NOT_FOUND', 'not_found', { ref });
    return row.id;
  }
}

/**
 * An amount of an event, in fen.
 *
 * @throws DomainError AMOUNT_INVALID
 */
export function amountOf(text: string): Fen {
  const amount = parsePositiveYuan(text);
  if (amount === undefined) throw new DomainError('AMOUNT_INVALID', 'invalid', { amount: text });
  return amount;
}
