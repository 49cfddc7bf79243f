import { DomainError, type ProblemCode, type RefusalKind } from '../errors';

/** Refusals that the kernel's functions raise with SQLSTATE LG004, and what they mean. */
const REFUSALS: ReadonlyMap<string, RefusalKind> = new Map<ProblemCode, RefusalKind>([
  ['ACCOUNTS_KEPT_APART', 'refused'],
  ['ALREADY_REVERSED', 'conflict'],
  ['BALANCES_DIFFER', 'conflict'],
  ['BOOK_OF_OTHER_KIND', 'conflict'],
  ['CLOSING_NEEDS_ANOTHER', 'refused'],
  ['DISCARD_NEEDS_TWO', 'refused'],
  ['HOLD_EXPIRED', 'refused'],
  ['IDEMPOTENCY_KEY_REUSED', 'refused'],
  ['INSUFFICIENT_FUNDS', 'refused'],
  ['JOURNAL_NOT_FOUND', 'not_found'],
  ['MONTH_ALREADY_CLOSED', 'conflict'],
  ['MONTH_HAS_UNPOSTED', 'refused'],
  ['MONTH_NOT_CLOSED', 'conflict'],
  ['MONTH_NOT_ON_HOLD', 'refused'],
  ['MONTH_OUT_OF_ORDER', 'refused'],
  ['PERIOD_NOT_OPEN', 'refused'],
  ['REOPENING_NEEDS_TWO', 'refused'],
  ['REVERSAL_TOO_EARLY', 'refused'],
]);

/** Runs a kernel call and turns its expected refusals into domain errors; defects pass through. */
export async function askKernel<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, message, detail, hint } = error as Partial<
      Record<'code' | 'message' | 'detail' | 'hint', string>
    >;
    const kind = code === 'LG004' ? REFUSALS.get(message ?? '') : undefined;
    if (kind === undefined) throw error;
    throw new DomainError(message as ProblemCode, kind, {
      fault: detail ?? '',
      // Of many requests in one call: the place of the refused one, from 0.
      ...((hint ?? '') !== '' && { item: hint }),
    });
  }
}
