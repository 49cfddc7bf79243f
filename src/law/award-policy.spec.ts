import * as fc from 'fast-check';
import { fen, type Fen, formatYuan, minFen, parseYuan, sumFen } from '../money';
import {
  type AwardInputs,
  type AwardPolicy,
  awardPolicy,
  type AwardTerms,
  CASE_FILE_AWARD_POLICY,
  computeAward,
  DEFAULT_AWARD_TERMS,
  NO_LAW_FIXES_AWARDS,
  OUTCOMES,
} from './index';

const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);
const won = (base: string, more: Partial<AwardInputs> = {}): AwardInputs => ({
  outcome: 'win',
  base: money(base),
  damagesOrdered: money(base),
  claimed: null,
  sanctions: [],
  plaintiffs: [{ id: 'o1' }],
  ...more,
});
const under = (terms: Partial<AwardTerms>, inputs: AwardInputs) =>
  computeAward(inputs, awardPolicy({ ...DEFAULT_AWARD_TERMS, ...terms }, 'award_policy/1'));

describe('an award under a policy of a bureau', () => {
  it('names its version, and says that no law fixes the rates', () => {
    const { explanation } = under({}, won('1000000'));
    expect(explanation.ruleVersion).toBe('award_policy/1');
    expect(explanation.articles).toContain(NO_LAW_FIXES_AWARDS);
  });

  it('takes its own bands and factors, and shows them as they are', () => {
    const bands = [{ upTo: '100.00', rate: '0.0255' }, { rate: '0.000001' }];
    const floor = '0.00';
    const { value, explanation } = under({ bands, floor }, won('1000100'));
    expect(formatYuan(value.fromAwardFund)).toBe('3.55');
    expect(explanation.steps.slice(1, 4)).toEqual([
      { what: '100.00 over 0.00 × 25.5 ‰', gives: '2.55000' },
      { what: '1000000.00 over 100.00 × 0.001 ‰', gives: '1.00000' },
      { what: '3.55000 × factor 1 (win), rounded half up', gives: '3.55' },
    ]);
    const half = { ...DEFAULT_AWARD_TERMS.factors, partialWin: '0.5' };
    const partial = won('1000000', {
      outcome: 'partial_win',
      claimed: money('2000000'),
    });
    expect(formatYuan(under({ factors: half }, partial).value.total)).toBe('7500.00');
  });

  it('cuts the pool that comes second', () => {
    const inputs = won('21900000', { sanctions: [{ amountPaid: money('1500000'), grade: 2 }] });
    const { fromAwardFund, fromSanctionQuota } = under(
      { poolOrder: ['award_fund', 'sanction_quota'] },
      inputs,
    ).value;
    expect([fromAwardFund, fromSanctionQuota].map(formatYuan)).toEqual(['200000.00', '0.00']);
  });

  it('never gives a fixed amount above the cap of its part', () => {
    const caps = { awardFund: '8000.00', sanctionQuota: '1.00', combined: '9000.00' };
    const inputs = won('0', { outcome: 'injunction_only_win' });
    expect(formatYuan(under({ caps }, inputs).value.total)).toBe('8000.00');
  });

  it('shares equally where the policy says so, whatever was agreed', () => {
    const plaintiffs = [
      { id: 'o1', share: '9' },
      { id: 'o2', share: '1' },
    ];
    const { shares } = under({ sharing: 'equal' }, won('1000000', { plaintiffs })).value;
    expect(shares.map(({ amount }) => formatYuan(amount))).toEqual(['15000.00', '15000.00']);
  });

  it('is none with a rate or an amount that is none', () => {
    expect(() => awardPolicy({ ...DEFAULT_AWARD_TERMS, floor: '-1.00' }, 'x')).toThrow(RangeError);
    expect(() => awardPolicy({ ...DEFAULT_AWARD_TERMS, bands: [{ rate: '1.01' }] }, 'x')).toThrow(
      RangeError,
    );
  });
});

const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n }).map(fen);
const yuan = amounts.map(formatYuan);
const rate = fc
  .integer({ min: 0, max: 1_000_000 })
  .map((millionths) =>
    millionths === 1_000_000 ? '1' : `0.${String(millionths).padStart(6, '0')}`,
  );
const policies: fc.Arbitrary<AwardPolicy> = fc
  .record({
    limits: fc.uniqueArray(fc.bigInt({ min: 1n, max: 10n ** 11n }), { maxLength: 4 }),
    rates: fc.array(rate, { minLength: 5, maxLength: 5 }),
    factors: fc.record({ win: rate, partialWin: rate, mediation: rate }),
    fixed: fc.record({ injunctionOnlyWin: yuan, withdrawnClaimsRealized: yuan }),
    floor: yuan,
    caps: fc.record({ awardFund: yuan, sanctionQuota: yuan, combined: yuan }),
    grades: fc.record({ first: rate, second: rate, third: rate }),
    quotaFirst: fc.boolean(),
    sharing: fc.constantFrom('agreed' as const, 'equal' as const),
  })
  .map(({ limits, rates, quotaFirst, ...more }) => {
    const rising = limits.toSorted((a, b) => (a < b ? -1 : 1));
    const bands = [...rising.map((limit) => formatYuan(fen(limit))), undefined].map(
      (upTo, index) => ({ rate: rates[index] ?? '0', ...(upTo !== undefined && { upTo }) }),
    );
    const pools = ['sanction_quota', 'award_fund'] as const;
    const poolOrder = quotaFirst ? pools : pools.toReversed();
    return awardPolicy({ ...more, bands, poolOrder, noticeDays: 7 }, 'award_policy/1');
  });
const inputs: fc.Arbitrary<AwardInputs> = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  base: amounts,
  damagesOrdered: amounts,
  claimed: amounts.map((amount) => fen(amount + 1n)),
  sanctions: fc.array(
    fc.record({ amountPaid: amounts, grade: fc.constantFrom<(1 | 2 | 3)[]>(1, 2, 3) }),
    { maxLength: 3 },
  ),
  plaintiffs: fc.array(fc.record({ id: fc.string(), share: fc.constantFrom('1', '0.5', '2.25') }), {
    minLength: 1,
    maxLength: 5,
  }),
});

describe('the laws of an award, whatever the policy', () => {
  it('keeps to every cap and the floor, and its shares add up', () => {
    fc.assert(
      fc.property(inputs, policies, (of, policy) => {
        const { value } = computeAward(of, policy);
        const { total, fromAwardFund, fromSanctionQuota, shares } = value;
        expect(fromAwardFund >= 0n && fromSanctionQuota >= 0n).toBe(true);
        expect(fromAwardFund <= policy.caps.award_fund).toBe(true);
        expect(fromSanctionQuota <= policy.caps.sanction_quota).toBe(true);
        expect(total <= policy.caps.combined).toBe(true);
        expect(fromAwardFund + fromSanctionQuota).toBe(total);
        expect(sumFen(shares.map(({ amount }) => amount))).toBe(total);
        if (['win', 'mediation'].includes(of.outcome) && of.base > 0n) {
          const { millionths } = policy.factors[of.outcome === 'win' ? 'win' : 'mediation'];
          const least = minFen(policy.floor, minFen(policy.caps.award_fund, policy.caps.combined));
          if (millionths > 0n) expect(total >= least).toBe(true);
        }
        if (['loss', 'dismissed'].includes(of.outcome)) expect(total).toBe(0n);
      }),
    );
  });

  it('never falls when more is received', () => {
    fc.assert(
      fc.property(inputs, policies, amounts, (of, policy, more) => {
        const richer = computeAward({ ...of, base: fen(of.base + more) }, policy).value;
        expect(richer.total >= computeAward(of, policy).value.total).toBe(true);
      }),
    );
  });

  it('is the one of case files under the terms that are built in', () => {
    const builtIn = awardPolicy(DEFAULT_AWARD_TERMS, 'award_policy/0');
    fc.assert(
      fc.property(inputs, (of) => {
        expect(computeAward(of, builtIn).value).toEqual(
          computeAward(of, CASE_FILE_AWARD_POLICY).value,
        );
      }),
    );
  });
});
