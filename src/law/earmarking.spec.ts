import * as fc from 'fast-check';
import { fen, type Fen, formatYuan, parseYuan, sumFen } from '../money';
import {
  DEFAULT_MILESTONE_RATIOS,
  isPermittedUse,
  milestoneAmounts,
  PERMITTED_USES,
} from './index';
import vectors from './law-vectors.fixture.json';

const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);

describe('the earmarked use of damage compensation', () => {
  it('is any use of the list and no other', () => {
    expect(PERMITTED_USES).toEqual(vectors.damageFund.permittedUses);
    expect(PERMITTED_USES.every(isPermittedUse)).toBe(true);
    for (const purpose of ['award', 'advance', '', 'toString', 'Substitute_restoration']) {
      expect(isPermittedUse(purpose)).toBe(false);
    }
  });
});

describe('the milestones of a plan', () => {
  it.each([
    ['1000000', DEFAULT_MILESTONE_RATIOS, ['300000.00', '400000.00', '200000.00', '100000.00']],
    ['333333.33', ['0.5', '0.3', '0.2'], ['166666.66', '100000.00', '66666.67']],
    ['70000000', ['0.333', '0.333', '0.334'], ['23310000.00', '23310000.00', '23380000.00']],
    ['100', ['1', '1', '1'], ['33.34', '33.33', '33.33']],
  ])('of %s by %j are %j', (plan, ratios, amounts) => {
    expect(milestoneAmounts(money(plan), ratios).value.map(formatYuan)).toEqual(amounts);
  });

  it('are 30, 40, 20 and 10 % by default', () => {
    expect(DEFAULT_MILESTONE_RATIOS).toEqual(vectors.damageFund.milestoneDefault);
  });

  it('add up to the plan, whatever the ratios', () => {
    const ratio = fc
      .integer({ min: 1, max: 9999 })
      .map((n) => `0.${n.toString().padStart(4, '0')}`);
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 14n }),
        fc.array(ratio, { minLength: 1, maxLength: 10 }),
        (plan, ratios) => {
          const { value } = milestoneAmounts(fen(plan), ratios);
          expect(value).toHaveLength(ratios.length);
          expect(sumFen(value)).toBe(plan);
        },
      ),
    );
  });

  it('explain themselves, and assert what they need', () => {
    expect(milestoneAmounts(money('10'), ['1', '1']).explanation).toEqual({
      rule: 'milestones',
      ruleVersion: 'casefile/1',
      articles: ['default'],
      inputs: { plan: '10.00', ratios: ['1', '1'] },
      steps: [{ what: '10.00 by ratios 1 : 1, largest remainder', gives: '5.00, 5.00' }],
    });
    expect(() => milestoneAmounts(fen(-1n), ['1'])).toThrow(RangeError);
    expect(() => milestoneAmounts(money('1'), [])).toThrow(RangeError);
    expect(() => milestoneAmounts(money('1'), ['0', '0'])).toThrow(RangeError);
  });
});
