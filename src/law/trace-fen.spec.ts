import fc from 'fast-check';
import { placed, type Portion, portionAt, traceFen, wayOf } from './trace-fen';

const portions = (prefix: string, largest: bigint): fc.Arbitrary<Portion[]> =>
  fc
    .array(fc.bigInt({ min: 1n, max: largest }), { maxLength: 12 })
    .map((amounts) =>
      amounts.map((amount, index) => ({ id: `${prefix}${String(index)}`, amount })),
    );

const sum = (all: readonly Portion[]): bigint =>
  all.reduce((total, { amount }) => total + amount, 0n);

/** One of the same for each fen. */
function each<What>(amount: bigint, what: What): What[] {
  const all: What[] = [];
  for (let fen = 0n; fen < amount; fen += 1n) all.push(what);
  return all;
}

/** The way of each fen, as somebody who hands coins on would find it: no intervals. */
function coinByCoin(
  received: readonly Portion[],
  paid: readonly Portion[],
): (readonly (string | null)[])[] {
  const takers = paid.flatMap(({ id, amount }) => each(amount, id));
  return received
    .flatMap(({ id, amount }) => each(amount, id))
    .map((coin, index) => [coin, takers[index] ?? null]);
}

describe('the way of a fen', () => {
  it('goes from the first receipt to the first payment, across the edges of both', () => {
    const ways = traceFen({
      received: [
        { id: 'r1', amount: 100n },
        { id: 'r2', amount: 50n },
      ],
      remitted: [{ id: 'm1', amount: 150n }],
      paid: [
        { id: 'p1', amount: 30n },
        { id: 'p2', amount: 90n },
      ],
    });
    expect(ways).toEqual([
      { from: 0n, to: 30n, through: { received: 'r1', remitted: 'm1', paid: 'p1' } },
      { from: 30n, to: 100n, through: { received: 'r1', remitted: 'm1', paid: 'p2' } },
      { from: 100n, to: 120n, through: { received: 'r2', remitted: 'm1', paid: 'p2' } },
      { from: 120n, to: 150n, through: { received: 'r2', remitted: 'm1', paid: null } },
    ]);
    expect(wayOf(ways, 99n)?.through.paid).toBe('p2');
    expect(wayOf(ways, 150n)).toBeUndefined();
  });

  it('shows what was spent and has no receipt any more', () => {
    const ways = traceFen({
      received: [{ id: 'r1', amount: 1n }],
      paid: [{ id: 'p1', amount: 3n }],
    });
    expect(ways).toEqual([
      { from: 0n, to: 1n, through: { received: 'r1', paid: 'p1' } },
      { from: 1n, to: 3n, through: { received: null, paid: 'p1' } },
    ]);
    expect(() => placed([{ id: 'r', amount: 0n }])).toThrow(RangeError);
  });

  it('tiles exactly: no gap, no fen twice, each paid fen of one receipt, and the sums are those of the stages', () => {
    fc.assert(
      fc.property(
        portions('r', 10n ** 15n),
        portions('m', 10n ** 15n),
        portions('p', 10n ** 15n),
        (received, remitted, paid) => {
          const stages = { received, remitted, paid };
          const ways = traceFen(stages);
          ways.forEach(({ from, to }, index) => {
            expect(from).toBe(ways[index - 1]?.to ?? 0n);
            expect(to > from).toBe(true);
          });
          const longest = [received, remitted, paid].map(sum).reduce((a, b) => (a > b ? a : b));
          expect(ways.at(-1)?.to ?? 0n).toBe(longest);
          for (const [stage, all] of Object.entries(stages)) {
            for (const { id, amount } of all) {
              const own = ways.filter(
                ({ through }) => through[stage as keyof typeof stages] === id,
              );
              expect(own.reduce((total, { from, to }) => total + to - from, 0n)).toBe(amount);
            }
          }
          for (const { through, from } of ways) {
            expect(through.received).toBe(portionAt(placed(received), from)?.id ?? null);
          }
        },
      ),
    );
  });

  it('is the way that coins go which are handed on one by one', () => {
    fc.assert(
      fc.property(portions('r', 40n), portions('p', 40n), (received, paid) => {
        fc.pre(sum(paid) <= sum(received));
        const ways = traceFen({ received, paid });
        const told = ways.flatMap(({ from, to, through }) =>
          each(to - from, [through.received, through.paid]),
        );
        expect(told).toEqual(coinByCoin(received, paid));
      }),
    );
  });
});
