import * as fc from 'fast-check';
import { fen, type Fen, formatYuan, parseYuan } from '../money';
import { acceptanceFee, enforcementFee, halfAcceptanceFee, preservationFee } from './index';
import vectors from './law-vectors.fixture.json';

const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);
const FEES = { acceptanceFee, halfAcceptanceFee, enforcementFee, preservationFee };

describe('court fees', () => {
  it.each(vectors.acceptanceFee.vectors)(
    'are $full (half $half) for the acceptance of a claim of $claim',
    ({ claim, full, half }) => {
      expect(formatYuan(acceptanceFee(money(claim)).value)).toBe(full);
      expect(formatYuan(halfAcceptanceFee(money(claim)).value)).toBe(half);
    },
  );

  it.each(vectors.enforcementFee.vectors)('are $fee to enforce $amount', ({ amount, fee }) => {
    expect(formatYuan(enforcementFee(money(amount)).value)).toBe(fee);
  });

  it.each(vectors.preservationFee.vectors)('are $fee to preserve $amount', ({ amount, fee }) => {
    expect(formatYuan(preservationFee(money(amount)).value)).toBe(fee);
  });

  it('agree with the fee that the court ordered on 370,000,000.00', () => {
    expect(acceptanceFee(money('370000000')).value).toBe(money('1891800.00'));
  });

  it('halve the exact fee, not the rounded one', () => {
    expect(halfAcceptanceFee(money('160666745.11')).value).toBe(money('422566.86'));
  });

  it('are rounded half up', () => {
    expect(acceptanceFee(money('10000.20')).value).toBe(money('50.01'));
    expect(acceptanceFee(money('10000.19')).value).toBe(money('50.00'));
  });

  it('explain each band', () => {
    const { explanation } = acceptanceFee(money('150000'));
    expect(explanation).toEqual({
      rule: 'acceptance-fee',
      ruleVersion: '2007-04-01',
      articles: ['诉讼费用交纳办法(国务院令481号) art 13(1)'],
      inputs: { claim: '150000.00' },
      steps: [
        { what: 'flat up to 10000.00', gives: '50.00' },
        { what: '90000.00 over 10000.00 × 25 ‰', gives: '2250.00000' },
        { what: '50000.00 over 100000.00 × 20 ‰', gives: '1000.00000' },
        { what: '3300.00000 rounded half up', gives: '3300.00' },
      ],
    });
  });

  it('say when the cap of the preservation fee cut', () => {
    expect(preservationFee(money('1000000')).explanation.steps.slice(-2)).toEqual([
      { what: '5520.00000 rounded half up', gives: '5520.00' },
      { what: 'at most 5000.00', gives: '5000.00' },
    ]);
  });

  describe.each(Object.entries(FEES))('by the law of %s', (_, fee) => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 13n }).map(fen);

    it('never fall when the amount rises, and are always above nothing', () => {
      fc.assert(
        fc.property(amounts, amounts, (one, other) => {
          const [less, more] = one < other ? [one, other] : [other, one];
          expect(fee(less).value <= fee(more).value).toBe(true);
          expect(fee(less).value > 0n).toBe(true);
        }),
      );
    });

    it('refuse a negative amount', () => {
      expect(() => fee(fen(-1n))).toThrow(RangeError);
    });
  });

  it('are at most the full fee when halved, and at most half a fen away from its half', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), (claim) => {
        const full = acceptanceFee(fen(claim)).value;
        const half = halfAcceptanceFee(fen(claim)).value;
        expect(half <= full).toBe(true);
        expect(2n * half - full <= 1n && 2n * half - full >= -1n).toBe(true);
      }),
    );
  });

  it('are continuous: one fen more never costs more than three fen', () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors.acceptanceFee.tiers), ({ over }) => {
        const bound = money(over);
        const step = acceptanceFee(fen(bound + 1n)).value - acceptanceFee(bound).value;
        expect(step >= 0n && step <= 3n).toBe(true);
      }),
    );
  });
});
