import { type Fen, fen, formatYuan, ZERO_FEN } from '../money';
import type { Explained } from './explanation';

/** Of a cost that is paid to the organization itself, what it gets before it has settled anything, in percent. */
export const FIRST_TRANCHE_PERCENT = 70n;

/** A cost that is paid to an organization, in fen. */
export interface CostInTranches {
  readonly approved: Fen;
  readonly paid: Fen;
  /** Ordered, and not known to be paid or to have come back. */
  readonly underway: Fen;
  /** Settled against receipts. */
  readonly settled: Fen;
}

/**
 * What more may be paid of a cost to the organization itself: 70 % of it at first, rounded down to the fen;
 * the rest once all that was paid is settled against receipts. Source: default of the bureau.
 */
export function payableToOrganization(cost: CostInTranches): Explained<Fen> {
  const { approved, paid, underway, settled } = cost;
  const first = fen((approved * FIRST_TRANCHE_PERCENT) / 100n);
  const isSettled = paid > 0n && underway === 0n && settled >= paid;
  const left = (isSettled ? approved : first) - paid - underway;
  const most = left > 0n ? fen(left) : ZERO_FEN;
  return {
    value: most,
    explanation: {
      rule: 'first-tranche',
      ruleVersion: 'advances/1',
      articles: ['default'],
      inputs: {
        approved: formatYuan(approved),
        paid: formatYuan(paid),
        underway: formatYuan(underway),
        settled: formatYuan(settled),
      },
      steps: [
        { what: 'all that was paid is settled', gives: isSettled ? 'yes' : 'no' },
        { what: `first tranche: 70 % of ${formatYuan(approved)}`, gives: formatYuan(first) },
        { what: 'may be paid now', gives: formatYuan(most) },
      ],
    },
  };
}
