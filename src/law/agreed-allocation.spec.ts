import fc from 'fast-check';
import { businessDate } from '../calendar';
import { fen, sumFen } from '../money';
import { allocateAsAgreed, type AgreedShare } from './agreed-allocation';
import type { ReceiptToAllocate } from './allocation-parts';
import type { ClaimItem } from './liability';

const ZERO = fen(0n);

const item = (id: string, ordered: bigint, more: Partial<ClaimItem> = {}): ClaimItem => ({
  id,
  kind: 'restoration',
  active: true,
  bearsInterest: true,
  mode: 'sole',
  debtors: [{ id: 'd1', cap: null, paid: ZERO }],
  balances: [1n, 2n].map((part) => ({
    id: `${id}.${String(part)}`,
    debtor: null,
    dueOn: businessDate('2026-02-28'),
    ordered: fen(part === 1n ? ordered / 2n : ordered - ordered / 2n),
    received: ZERO,
    writtenOff: ZERO,
    interestFixed: ZERO,
    interestReceived: ZERO,
  })),
  ...more,
});

const receiptOf = (amount: bigint, items: readonly ClaimItem[]): ReceiptToAllocate => ({
  payer: 'd1',
  amount: fen(amount),
  on: businessDate('2026-06-08'),
  designated: [],
  items,
  stays: [],
  dayCount: 'end_minus_start',
});

const share = (itemId: string, amount: bigint, part: AgreedShare['part'] = 'principal') => ({
  itemId,
  part,
  amount: fen(amount),
});

describe('an allocation that was agreed', () => {
  it('goes where it was said, the earlier balance first, and the rest is overpaid', () => {
    const { value } = allocateAsAgreed(receiptOf(1_000n, [item('i1', 800n), item('i2', 600n)]), [
      share('i2', 400n),
    ]);
    expect(value).toMatchObject({
      excess: null,
      overpaid: 600n,
      parts: [
        { balanceId: 'i2.1', part: 'principal', amount: 300n },
        { balanceId: 'i2.2', part: 'principal', amount: 100n },
      ],
    });
  });

  it('pays interest that it fixes itself, before other principal', () => {
    const { value } = allocateAsAgreed(receiptOf(200_000n, [item('i1', 200_000n)]), [
      share('i1', 100_000n),
      share('i1', 1_750n, 'doubled_interest'),
    ]);
    expect(value.parts).toMatchObject([
      { part: 'principal', interest: { days: 100, amount: 1_750n } },
      { part: 'doubled_interest', amount: 1_750n },
    ]);
    expect(value.overpaid).toBe(98_250n);
  });

  it.each([
    ['more than the receipt', [share('i1', 101n)], null, 100n],
    ['more than the item', [share('i2', 51n)], 'i2', 50n],
    ['an item of somebody else', [share('i3', 1n)], 'i3', 0n],
    ['an item that is not owed yet', [share('i4', 1n)], 'i4', 0n],
    ['no item', [share('i9', 1n)], 'i9', 0n],
    ['what was not written off', [share('i2', 1n, 'written_off')], 'i2', 0n],
    ['interest of a capped debtor', [share('i5', 1n, 'doubled_interest')], 'i5', 0n],
    ['principal above a cap', [share('i5', 11n)], 'i5', 10n],
  ])('is none where it asks %s', (_, shares, itemId, most) => {
    const items = [
      item('i1', 500n),
      item('i2', 50n),
      item('i3', 50n, { debtors: [{ id: 'd2', cap: null, paid: ZERO }] }),
      item('i4', 50n, { active: false }),
      item('i5', 50n, {
        mode: 'joint_capped',
        debtors: [{ id: 'd1', cap: fen(10n), paid: ZERO }],
      }),
    ];
    const { value } = allocateAsAgreed(receiptOf(100n, items), shares);
    expect(value).toMatchObject({ parts: [], excess: { itemId, most } });
  });

  it('adds up to the receipt, and takes from no balance more than it has', () => {
    const amount = fc.bigInt({ min: 1n, max: 2_000n });
    fc.assert(
      fc.property(amount, amount, amount, amount, (paid, one, two, ordered) => {
        const items = [item('i1', ordered + 1n), item('i2', 900n)];
        const { value } = allocateAsAgreed(receiptOf(paid, items), [
          share('i1', one),
          share('i2', two),
        ]);
        if (value.excess !== null) return;
        const given = sumFen(value.parts.map((part) => part.amount));
        expect(given + value.overpaid).toBe(paid);
        for (const part of value.parts) {
          const of = items.find(({ id }) => id === part.itemId);
          const balance = of?.balances.find(({ id }) => id === part.balanceId);
          expect(part.amount <= (balance?.ordered ?? 0n)).toBe(true);
        }
      }),
    );
  });
});
