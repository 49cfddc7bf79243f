import * as fc from 'fast-check';
import { fen, sumFen } from '../money';
import { awardedOf, type ShareToRecall, spreadRecall } from './spread-recall';

const amounts = fc.bigInt({ min: 0n, max: 10n ** 9n }).map(fen);
const shares: fc.Arbitrary<ShareToRecall[]> = fc
  .array(fc.record({ isPaid: fc.boolean(), quota: amounts, fund: amounts }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((all) =>
    all.map(({ isPaid, quota, fund }, index) => ({
      id: String(index),
      unpaid: fen(isPaid ? 0n : quota + fund),
      paid: {
        sanction_quota: isPaid ? quota : fen(0n),
        award_fund: isPaid ? fund : fen(0n),
      },
    })),
  );

describe('what is recalled of an award', () => {
  it('adds up, takes from no share or pool more than it has, and owes back what was paid alone', () => {
    fc.assert(
      fc.property(shares, fc.nat(), (all, some) => {
        const awarded = awardedOf(all);
        const amount = fen(awarded === 0n ? 0n : BigInt(some) % (awarded + 1n));
        const unpaid = sumFen(all.map((share) => share.unpaid));
        const fund = fen(unpaid / 3n);
        const held = { award_fund: fund, sanction_quota: fen(unpaid - fund) };
        const parts = spreadRecall(all, held, amount);
        expect(sumFen(parts.map(({ released, owed }) => fen(released + owed)))).toBe(amount);
        for (const { id, unpaid: open, paid } of all) {
          const own = parts.filter((part) => part.id === id);
          expect(sumFen(own.map(({ released }) => released)) <= open).toBe(true);
          for (const pool of ['sanction_quota', 'award_fund'] as const) {
            const owed = own.filter((part) => part.pool === pool).map((part) => part.owed);
            expect(sumFen(owed) <= paid[pool]).toBe(true);
          }
        }
        for (const pool of ['sanction_quota', 'award_fund'] as const) {
          const released = parts.filter((part) => part.pool === pool).map((part) => part.released);
          expect(sumFen(released) <= held[pool]).toBe(true);
        }
      }),
    );
  });
});
