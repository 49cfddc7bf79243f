import type { AllocationPart } from '../law';
import { addFen, subtractFen, ZERO_FEN } from '../money';
import type { ClaimBalance } from './judgment.entity';

type Coming = Pick<AllocationPart, 'part' | 'amount' | 'interest' | 'generalFixed'>;

/**
 * Counts a part of an allocation in a balance, and returns what of the balance has changed. One balance can have
 * several parts, so it is changed itself, and each change starts from what the last one left.
 */
export function balanceWith(
  balance: ClaimBalance,
  { part, amount, interest, generalFixed }: Coming,
): Partial<ClaimBalance> {
  switch (part) {
    case 'general_interest':
      balance.generalReceivedFen = addFen(balance.generalReceivedFen, amount);
      break;
    case 'principal':
      balance.receivedFen = addFen(balance.receivedFen, amount);
      balance.interestFixedFen = addFen(balance.interestFixedFen, interest?.amount ?? ZERO_FEN);
      balance.generalFixedFen = addFen(balance.generalFixedFen, generalFixed ?? ZERO_FEN);
      break;
    case 'written_off':
      balance.receivedFen = addFen(balance.receivedFen, amount);
      balance.writtenOffFen = subtractFen(balance.writtenOffFen, amount);
      break;
    case 'doubled_interest':
      balance.interestReceivedFen = addFen(balance.interestReceivedFen, amount);
      break;
  }
  const { receivedFen, writtenOffFen, interestFixedFen, interestReceivedFen } = balance;
  const { generalFixedFen, generalReceivedFen } = balance;
  return {
    ...{ receivedFen, writtenOffFen, interestFixedFen, interestReceivedFen },
    ...{ generalFixedFen, generalReceivedFen },
  };
}
