import * as fc from 'fast-check';
import { businessDate } from '../calendar';
import { fen, formatYuan, sumFen } from '../money';
import {
  allocateReceipt,
  type ClaimItem,
  type FreedReceipt,
  interestOwed,
  outstandingOf,
  reallocate,
  withParts,
} from './index';

const DUE = businessDate('2026-02-28');
const CLAIMS = { stays: [], dayCount: 'end_minus_start' } as const;

const claim = (
  id: string,
  ordered: bigint,
  debtors: readonly string[],
  more: Partial<ClaimItem> = {},
): ClaimItem => ({
  ...{ id, kind: 'restoration', active: true, bearsInterest: true, mode: 'joint' },
  debtors: debtors.map((debtor) => ({ id: debtor, cap: null, paid: fen(0n) })),
  balances: [
    {
      ...{ id: 'all', debtor: null, dueOn: DUE, ordered: fen(ordered) },
      ...{ received: fen(0n), writtenOff: fen(0n), interestFixed: fen(0n) },
      interestReceived: fen(0n),
    },
  ],
  ...more,
});

const receipt = (id: string, amount: bigint, on: string, payer = 'd1'): FreedReceipt => ({
  ...{ id, payer, on: businessDate(on), amount: fen(amount) },
});

const shown = (receipts: readonly FreedReceipt[], items: readonly ClaimItem[]) =>
  reallocate(receipts, { ...CLAIMS, items }).map(({ receipt: id, parts, overpaid }) => ({
    id,
    parts: parts.map(
      ({ itemId, part, amount, interest }) =>
        `${itemId} ${part} ${formatYuan(amount)}${interest === undefined ? '' : ` ${String(interest.days)}`}`,
    ),
    overpaid: formatYuan(overpaid),
  }));

describe('money of a judgment that another took the place of', () => {
  it('goes to what the new one orders, each receipt as of its own day', () => {
    const receipts = [receipt('r1', 600_00n, '2026-03-10'), receipt('r2', 600_00n, '2026-06-08')];
    expect(shown(receipts, [claim('new', 1000_00n, ['d1'])])).toEqual([
      { id: 'r1', parts: ['new principal 600.00 10'], overpaid: '0.00' },
      {
        id: 'r2',
        // 600.00 × 0.000175 × 10 + 400.00 × 0.000175 × 100
        parts: ['new principal 400.00 100', 'new doubled_interest 8.05'],
        overpaid: '191.95',
      },
    ]);
  });

  it('is overpaid where the new one orders nothing of the payer', () => {
    const items = [claim('others', 1000_00n, ['d2'])];
    expect(shown([receipt('r1', 600_00n, '2026-03-10')], items)).toEqual([
      { id: 'r1', parts: [], overpaid: '600.00' },
    ]);
    expect(shown([receipt('r1', 600_00n, '2026-03-10')], [])).toMatchObject([
      { overpaid: '600.00' },
    ]);
  });

  it('does not go to what is conditional still', () => {
    const items = [claim('works', 1000_00n, ['d1'], { active: false })];
    expect(shown([receipt('r1', 1n, '2026-03-10')], items)).toMatchObject([{ overpaid: '0.01' }]);
  });

  const kinds = ['fund_costs', 'organization_costs', 'service_loss', 'penal'] as const;
  const drawnClaim = fc.record({
    kind: fc.constantFrom(...kinds),
    ordered: fc.bigInt({ min: 1n, max: 500_00n }),
    debtors: fc.subarray(['d1', 'd2', 'd3'], { minLength: 1 }),
    cap: fc.option(fc.bigInt({ min: 1n, max: 300_00n })),
  });
  const drawnClaims = fc.array(drawnClaim, { maxLength: 4 }).map((drawn) =>
    drawn.map(({ kind, ordered, debtors, cap }, index) => {
      const item = claim(`i${String(index)}`, ordered, debtors, { kind });
      if (cap === null) return item;
      const capped = item.debtors.map((debtor, place) =>
        place === 0 ? { ...debtor, cap: fen(cap) } : debtor,
      );
      return { ...item, mode: 'joint_capped' as const, debtors: capped };
    }),
  );
  const drawnReceipts = fc.array(
    fc.record({
      payer: fc.constantFrom('d1', 'd2', 'd3'),
      amount: fc.bigInt({ min: 1n, max: 600_00n }),
      on: fc.constantFrom('2026-02-28', '2026-03-01', '2026-10-01'),
    }),
    { maxLength: 6 },
  );

  it('is all there again, and never more on an item or of a debtor than is ordered', () => {
    fc.assert(
      fc.property(drawnClaims, drawnReceipts, (items, drawn) => {
        const receipts = drawn.map(({ amount, on, payer }, index) =>
          receipt(`r${String(index)}`, amount, on, payer),
        );
        const placed = reallocate(receipts, { ...CLAIMS, items });
        for (const [index, { parts, overpaid }] of placed.entries()) {
          const sum = sumFen([...parts.map(({ amount }) => amount), overpaid]);
          expect(sum).toBe(receipts[index]?.amount);
        }
        const after = items.map((item) =>
          placed.reduce(
            (state, { parts }, index) => withParts(state, receipts[index]?.payer ?? '', parts),
            item,
          ),
        );
        for (const item of after) {
          for (const balance of item.balances) {
            expect(outstandingOf(balance) >= 0n).toBe(true);
            expect(balance.interestReceived <= balance.interestFixed).toBe(true);
          }
          for (const { id, cap, paid } of item.debtors) {
            expect(cap === null || paid <= cap).toBe(true);
            expect(interestOwed(item, id) >= 0n).toBe(true);
          }
        }
      }),
    );
  });

  it('goes where the receipts would have gone, had the new judgment been there before them', () => {
    fc.assert(
      fc.property(drawnClaims, drawnReceipts, (items, drawn) => {
        let state: readonly ClaimItem[] = items;
        const expected = drawn.map(({ payer, amount, on }) => {
          const given = { payer, amount: fen(amount), on: businessDate(on), designated: [] };
          const { value } = allocateReceipt({ ...CLAIMS, ...given, items: state });
          state = state.map((item) => withParts(item, payer, value.parts));
          return value;
        });
        const receipts = drawn.map(({ amount, on, payer }) => receipt('', amount, on, payer));
        expect(
          reallocate(receipts, { ...CLAIMS, items }).map(({ parts, overpaid }) => ({
            parts,
            overpaid,
          })),
        ).toEqual(expected);
      }),
    );
  });
});
