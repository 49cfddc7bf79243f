import { chart } from './chart';
import type { Transfer } from './lines';
import {
  allocationTransfers,
  type AllocatedPart,
  type DamageRoute,
  draft,
  INTO_POOL,
  type JournalDraft,
} from './templates';

/** A receipt whose parts are undone or allocated anew, as the books see it. */
export interface ReallocatedReceipt {
  readonly ref: string;
  readonly payer: string;
  /** What of it is, or was, overpaid, in fen. */
  readonly overpaid: bigint;
}

/** An account takes part in a transfer the other way round. */
const swapped = ({ debit, credit, ...rest }: Transfer): Transfer => ({
  ...rest,
  debit: credit,
  credit: debit,
});

function reallocation(
  caseId: string,
  route: DamageRoute,
  { payer, overpaid }: ReallocatedReceipt,
  parts: readonly AllocatedPart[],
  movesBank: boolean,
): Transfer[] {
  const debit = chart.unallocated(caseId);
  const credit = chart.overpaid(caseId, payer);
  return [
    ...parts.flatMap((part) => allocationTransfers(caseId, route, part, movesBank)),
    { debit, credit, amount: overpaid, facets: { part: 'overpaid' } },
  ];
}

/**
 * Parts of an allocation are undone: the lines of {@link receiptAllocated}, swapped.
 *
 * @param movesBank false where money between the custody and the trust account moves by a journal of its own
 */
export function allocationUndone(
  caseId: string,
  route: DamageRoute,
  receipt: ReallocatedReceipt,
  parts: readonly AllocatedPart[],
  movesBank: boolean,
): JournalDraft {
  const undone = reallocation(caseId, route, receipt, parts, movesBank);
  return draft('allocation_undone', `冲销执行款分配 ${receipt.ref}`, undone.map(swapped));
}

/** What was undone of a receipt is allocated anew; as {@link receiptAllocated}, but for the bank. */
export function receiptReallocated(
  caseId: string,
  route: DamageRoute,
  receipt: ReallocatedReceipt,
  parts: readonly AllocatedPart[],
): JournalDraft {
  const anew = reallocation(caseId, route, receipt, parts, false);
  return draft('receipt_reallocated', `执行款重新分配 ${receipt.ref}`, anew);
}

/** What allocations anew move between the custody and the trust account: 1002.99 / 1002.02, or back where negative. */
export function trustMoved(caseId: string, amount: bigint): JournalDraft {
  const transfer = {
    debit: chart.trustBank(caseId),
    credit: chart.custodyBank(caseId),
    amount: amount < 0n ? -amount : amount,
  };
  return draft('trust_moved', '判决变更调整受托代理资产', [
    amount < 0n ? swapped(transfer) : transfer,
  ]);
}

/** Money that was paid out of what a judgment brought, before another took its place. */
export type Spent =
  | { readonly to: 'treasury'; readonly of: 'damages' | 'interest' }
  | { readonly to: 'trust' }
  | { readonly to: 'organization'; readonly organization: string };

const TREASURY = '国库';
const RESTORATION = '生态修复';

/** Who is to give it back, and the account that it was paid out of. */
function spentAccounts(caseId: string, spent: Spent) {
  const from = (party: string) => chart.spentToRecover(caseId, party);
  switch (spent.to) {
    case 'treasury':
      return {
        receivable: from(TREASURY),
        liability:
          spent.of === 'damages'
            ? chart.damagesForTreasury(caseId)
            : chart.interestForTreasury(caseId),
      };
    case 'trust':
      return { receivable: from(RESTORATION), liability: chart.damagesInTrust(caseId) };
    case 'organization':
      return {
        receivable: from(spent.organization),
        liability: chart.organizationCosts(caseId, spent.organization),
      };
  }
}

interface SpentAmount {
  readonly spent: Spent;
  readonly amount: bigint;
}

const spentTransfer = (caseId: string, { spent, amount }: SpentAmount): Transfer => {
  const { receivable, liability } = spentAccounts(caseId, spent);
  return { debit: receivable, credit: liability, amount };
};

/** What was paid out under a judgment that is none any more is to be got back: 1218.06 / 2103, 2307.02, 2901.01. */
export const spentToRecover = (caseId: string, amounts: readonly SpentAmount[]): JournalDraft =>
  draft(
    'spent_to_recover',
    '判决变更：应追回已付款项',
    amounts.map((one) => spentTransfer(caseId, one)),
  );

/** What of it the new judgment carries need not come back: the lines of {@link spentToRecover}, swapped. */
export const spentCarried = (caseId: string, amounts: readonly SpentAmount[]): JournalDraft =>
  draft(
    'spent_carried',
    '判决变更：变更后判决项下无须追回',
    amounts.map((one) => swapped(spentTransfer(caseId, one))),
  );

/** Money that was paid out comes back to the custody account: 1002.02 / 1218.06. */
export const spentRecovered = (caseId: string, spent: Spent, amount: bigint): JournalDraft =>
  draft('spent_recovered', '追回已付款项', [
    {
      debit: chart.custodyBank(caseId),
      credit: spentAccounts(caseId, spent).receivable,
      amount,
    },
  ]);

/** Costs that went back into the special fund too early come out again: 1002.02 / 1011. */
export const replenishmentReturned = (caseId: string, amount: bigint): JournalDraft =>
  draft('replenishment_returned', '专项资金退回已归还的垫付款', [
    {
      debit: chart.custodyBank(caseId),
      credit: chart.quota('special_fund'),
      amount,
      facets: INTO_POOL,
    },
  ]);

/** A write-off is none any more, as its judgment is none: the lines of {@link debtWrittenOff}, swapped. */
export function writeOffReversed(caseId: string, item: string, amount: bigint): JournalDraft {
  return draft('write_off_reversed', `冲销坏账核销 ${item}`, [
    { debit: chart.costsOwed(caseId, item), credit: chart.writtenOffExpense(caseId), amount },
    { debit: chart.memo.counterpart(caseId), credit: chart.memo.writtenOff(caseId, item), amount },
  ]);
}
