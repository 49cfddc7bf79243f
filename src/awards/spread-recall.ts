import type { AwardPool } from '../law';
import { addFen, apportion, type Fen, minFen, subtractFen, sumFen, ZERO_FEN } from '../money';

/** A share of an award, in fen. What was paid is net of what is owed back already. */
export interface ShareToRecall {
  readonly id: string;
  readonly unpaid: Fen;
  readonly paid: Readonly<Record<AwardPool, Fen>>;
}

/** What of a share is taken back, by pool: what was not paid, and what is owed back. */
export interface RecalledShare {
  readonly id: string;
  readonly pool: AwardPool;
  readonly released: Fen;
  readonly owed: Fen;
}

const amountOf = ({ unpaid, paid }: ShareToRecall): Fen =>
  addFen(unpaid, addFen(paid.sanction_quota, paid.award_fund));

/** What is awarded still, in fen. */
export const awardedOf = (shares: readonly ShareToRecall[]): Fen => sumFen(shares.map(amountOf));

/**
 * Spreads what is recalled over the shares in proportion to what they have, by largest remainder; of a share the award
 * fund's money goes back first. No share loses more than it has, and the parts add up. A default of the bureau.
 *
 * @param held what of the award is held of each pool, not paid yet
 * @param amount at most {@link awardedOf}
 */
export function spreadRecall(
  shares: readonly ShareToRecall[],
  held: Readonly<Record<AwardPool, Fen>>,
  amount: Fen,
): RecalledShare[] {
  if (amount === 0n) return [];
  const amounts = apportion(amount, shares.map(amountOf));
  let fundHeld = held.award_fund;
  return shares.flatMap((share, index): RecalledShare[] => {
    const taken = amounts[index] ?? ZERO_FEN;
    const isUnpaid = share.unpaid > 0n;
    const ofFund = minFen(taken, isUnpaid ? fundHeld : share.paid.award_fund);
    if (isUnpaid) fundHeld = subtractFen(fundHeld, ofFund);
    const parts = [
      ['sanction_quota', subtractFen(taken, ofFund)],
      ['award_fund', ofFund],
    ] as const;
    return parts
      .filter(([, part]) => part > 0n)
      .map(([pool, part]) => ({
        ...{ id: share.id, pool },
        released: isUnpaid ? part : ZERO_FEN,
        owed: isUnpaid ? ZERO_FEN : part,
      }));
  });
}
