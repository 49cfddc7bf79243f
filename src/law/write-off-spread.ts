import { type Fen, minFen, subtractFen, sumFen } from '../money';
import { type ClaimItem, outstandingOf } from './liability';
import { assertNotNegative } from './progressive-bands';

/** What a write-off takes from one balance, in fen. */
export interface WriteOffPart {
  readonly balanceId: string;
  readonly amount: Fen;
}

/**
 * Spreads a write-off over the balances of an item, in the order of the judgment and the earlier due
 * instalment first; each part is above zero. Undefined when more than what is outstanding is asked.
 * Source: default of the bureau (finance approves the write-off itself).
 * @throws RangeError when the amount is negative.
 */
export function spreadWriteOff(item: ClaimItem, amount: Fen): readonly WriteOffPart[] | undefined {
  assertNotNegative('write-off', amount);
  if (amount > sumFen(item.balances.map(outstandingOf))) return undefined;
  const parts: WriteOffPart[] = [];
  let rest = amount;
  for (const balance of item.balances) {
    const taken = minFen(rest, outstandingOf(balance));
    if (taken > 0n) parts.push({ balanceId: balance.id, amount: taken });
    rest = subtractFen(rest, taken);
  }
  return parts;
}
