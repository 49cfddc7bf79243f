import fc from 'fast-check';
import { type Fen, fen, sumFen } from '../money';
import type { ClaimItem } from './liability';
import { recourseBetween } from './recourse';

const itemOf = (
  ordered: bigint,
  debtors: readonly { cap?: bigint | null; paid?: bigint }[],
): ClaimItem => ({
  id: 'i',
  kind: 'restoration',
  active: true,
  bearsInterest: true,
  mode: debtors.some(({ cap = null }) => cap !== null) ? 'joint_capped' : 'joint',
  debtors: debtors.map(({ cap = null, paid = 0n }, index) => ({
    id: `d${String(index + 1)}`,
    cap: cap === null ? null : fen(cap),
    paid: fen(paid),
  })),
  balances: [
    {
      id: 'b',
      debtor: null,
      dueOn: null,
      ordered: fen(ordered),
      received: fen(0n),
      writtenOff: fen(0n),
      interestFixed: fen(0n),
      interestReceived: fen(0n),
    },
  ],
});

const shares = (item: ClaimItem): readonly Fen[] => recourseBetween(item).map(({ share }) => share);

describe('recourse between joint debtors', () => {
  it('is for whoever paid beyond an equal share', () => {
    const item = itemOf(100_00n, [{ paid: 80_00n }, { paid: 20_00n }]);
    expect(recourseBetween(item)).toMatchObject([{ beyond: 30_00n }, { beyond: 0n }]);
  });

  it('leaves a capped debtor its cap, and the others the rest in equal parts', () => {
    expect(shares(itemOf(90_00n, [{ cap: 10_00n }, {}, {}]))).toEqual([10_00n, 40_00n, 40_00n]);
  });

  it('is of nobody where one debtor owes alone, or each its own share', () => {
    expect(shares(itemOf(1n, [{}]))).toEqual([]);
    expect(shares({ ...itemOf(2n, [{}, {}]), mode: 'several' })).toEqual([]);
  });

  it('shares out the whole, and to nobody more than its cap', () => {
    const debtor = fc.record({ cap: fc.option(fc.bigInt({ min: 0n, max: 1_000n })) });
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 1_000n }),
        fc.array(debtor, { minLength: 2, maxLength: 6 }),
        (ordered, debtors) => {
          const given = shares(itemOf(ordered, debtors));
          const isUncapped = debtors.some(({ cap }) => cap === null);
          const total = sumFen(given);
          expect(isUncapped ? total === ordered : total <= ordered).toBe(true);
          debtors.forEach(({ cap }, index) => {
            if (cap !== null) expect((given[index] ?? 0n) <= cap).toBe(true);
          });
        },
      ),
    );
  });
});
