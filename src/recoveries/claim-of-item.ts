import type { BusinessDate } from '../calendar';
import { type ClaimItem, inTurnOfPayment } from '../law';
import { ZERO_FEN } from '../money';
import type { ItemToRecord } from './judgment-to-record';
import { balancesToOpen } from './record-judgment';

const NOTHING = {
  received: ZERO_FEN,
  writtenOff: ZERO_FEN,
  interestFixed: ZERO_FEN,
  interestReceived: ZERO_FEN,
} as const;

/** The id of a debt that is not recorded yet: its place in its item. */
export const placeAsId = (place: number): string => `#${String(place)}`;

/**
 * An order as a claim before it is recorded: nothing has come in.
 *
 * @param refOf the reference of a defendant, by its id
 */
export function claimOfItem(
  item: ItemToRecord,
  effectiveOn: BusinessDate,
  refOf: (defendantId: string) => string,
): ClaimItem {
  const balances = balancesToOpen(item, effectiveOn).map(
    ({ defendantId, dueOn, amount }, place) => ({
      ...NOTHING,
      id: placeAsId(place),
      debtor: defendantId === null ? null : refOf(defendantId),
      dueOn,
      ordered: amount,
      ...(item.general && { general: { fixed: ZERO_FEN, received: ZERO_FEN } }),
    }),
  );
  return {
    id: item.ref,
    kind: item.kind,
    active: !item.conditional,
    bearsInterest: item.bearsInterest,
    ...(item.general && { general: item.general }),
    mode: item.mode,
    debtors: item.debtors.map(({ defendantId, cap }) => ({
      id: refOf(defendantId),
      cap,
      paid: ZERO_FEN,
    })),
    balances: inTurnOfPayment(item.mode, balances),
  };
}
