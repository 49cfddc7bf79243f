import { fen, formatYuan } from '../money';
import { payableToOrganization } from './first-tranche';

const payable = (approved: bigint, paid = 0n, underway = 0n, settled = 0n): string =>
  formatYuan(
    payableToOrganization({
      approved: fen(approved),
      paid: fen(paid),
      underway: fen(underway),
      settled: fen(settled),
    }).value,
  );

describe('what may be paid of a cost to an organization', () => {
  it('is 70 % at first, rounded down to the fen', () => {
    expect(payable(100_00n)).toBe('70.00');
    expect(payable(1n)).toBe('0.00');
    expect(payable(99n)).toBe('0.69');
    expect(payable(10_000_000_01n)).toBe('7000000.00');
  });

  it('counts what is paid and what is on its way', () => {
    expect(payable(100_00n, 30_00n)).toBe('40.00');
    expect(payable(100_00n, 0n, 70_00n)).toBe('0.00');
    expect(payable(100_00n, 40_00n, 30_00n)).toBe('0.00');
  });

  it('is the rest once all that was paid is settled, and nothing is on its way', () => {
    expect(payable(100_00n, 70_00n, 0n, 69_99n)).toBe('0.00');
    expect(payable(100_00n, 70_00n, 0n, 70_00n)).toBe('30.00');
    expect(payable(100_00n, 50_00n, 10_00n, 50_00n)).toBe('10.00');
    expect(payable(100_00n, 100_00n, 0n, 100_00n)).toBe('0.00');
  });

  it('says why', () => {
    const { explanation } = payableToOrganization({
      approved: fen(100_00n),
      paid: fen(0n),
      underway: fen(0n),
      settled: fen(0n),
    });
    expect(explanation).toMatchObject({
      rule: 'first-tranche',
      inputs: { approved: '100.00', paid: '0.00', underway: '0.00', settled: '0.00' },
      steps: [{ gives: 'no' }, { gives: '70.00' }, { gives: '70.00' }],
    });
  });
});
