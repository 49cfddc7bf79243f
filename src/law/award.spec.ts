import * as fc from 'fast-check';
import { fen, type Fen, formatYuan, parseYuan, sumFen } from '../money';
import { type AwardInputs, computeAward, type Outcome } from './index';
import vectors from './law-vectors.fixture.json';

const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);
const NOTHING = money('0');

const award = (more: Partial<AwardInputs>) =>
  computeAward({
    outcome: 'win',
    base: NOTHING,
    damagesOrdered: NOTHING,
    claimed: null,
    sanctions: [],
    plaintiffs: [{ id: 'o1' }],
    ...more,
  });
const told = (more: Partial<AwardInputs>) => {
  const { fromSanctionQuota, fromAwardFund, total } = award(more).value;
  return [fromSanctionQuota, fromAwardFund, total].map(formatYuan);
};
const sanction = (amountPaid: string, grade: 1 | 2 | 3) => ({
  amountPaid: money(amountPaid),
  grade,
});

describe('an award', () => {
  it.each(vectors.award.vectors)('on a base of $base won is $award', (vector) => {
    expect(told({ base: money(vector.base) })).toEqual(['0.00', vector.award, vector.award]);
  });

  it.each(vectors.award.sanctionVectors)(
    'on a sanction of $amountPaid at grade $grade is $award',
    (vector) => {
      const grade = vector.grade === 1 ? 1 : vector.grade === 2 ? 2 : 3;
      expect(told({ sanctions: [sanction(vector.amountPaid, grade)] })[0]).toBe(vector.award);
    },
  );

  it('takes 4, 3 or 2 % of sanctions by grade, rounded once', () => {
    expect(told({ sanctions: [sanction('100', 1)] })[0]).toBe('4.00');
    expect(told({ sanctions: [sanction('100', 2)] })[0]).toBe('3.00');
    expect(told({ sanctions: [sanction('100', 3)] })[0]).toBe('2.00');
    expect(told({ sanctions: [sanction('0.12', 3), sanction('0.12', 3)] })[0]).toBe('0.00');
    expect(told({ sanctions: [sanction('0.12', 3), sanction('0.13', 3)] })[0]).toBe('0.01');
  });

  it('is cut at the cap of 200,000.00, the sanction part first', () => {
    const base = money('21900000');
    expect(told({ base })).toEqual(['0.00', '200000.00', '200000.00']);
    expect(told({ base, sanctions: [sanction('1500000', 2)] })).toEqual([
      '45000.00',
      '155000.00',
      '200000.00',
    ]);
    expect(told({ base, sanctions: [sanction('8000000', 2)] })).toEqual([
      '200000.00',
      '0.00',
      '200000.00',
    ]);
  });

  it('has a floor of 5,000.00 when base and factor are above zero', () => {
    expect(told({ base: money('0.01') })[1]).toBe('5000.00');
    expect(told({ base: NOTHING })[1]).toBe('0.00');
    expect(told({ base: money('0.01'), outcome: 'mediation' })[1]).toBe('5000.00');
    expect(told({ base: money('0.01'), outcome: 'loss' })[1]).toBe('0.00');
  });

  it('is 80 % after mediation', () => {
    expect(told({ base: money('1000000'), outcome: 'mediation' })[1]).toBe('24000.00');
  });

  it('of a partial win is in proportion to what was ordered of the claim, at most 1', () => {
    const partial = (base: string, ordered: string, claimed: string) =>
      told({
        outcome: 'partial_win',
        base: money(base),
        damagesOrdered: money(ordered),
        claimed: money(claimed),
      })[1];
    expect(partial('600000', '600000', '900000')).toBe('12000.00');
    expect(partial('1000000', '300', '200')).toBe('30000.00');
    expect(partial('1000000', '0', '200')).toBe('0.00');
  });

  it('is rounded half up once, from the exact product', () => {
    const partial = (claimed: string) =>
      told({
        outcome: 'partial_win',
        base: money('1000000'),
        damagesOrdered: money('1'),
        claimed: money(claimed),
      })[1];
    expect(partial('3')).toBe('10000.00');
    expect(partial('4.99')).toBe('6012.02');
    const base = money('333333.50');
    expect(told({ base })[1]).toBe('10000.01');
    expect(told({ base: money('333333.49') })[1]).toBe('10000.00');
  });

  it('is fixed for an injunction and for claims realized, with the sanction part beside it', () => {
    const sanctions = [sanction('100000', 3)];
    const base = money('5000000');
    expect(told({ outcome: 'injunction_only_win', sanctions, base })).toEqual([
      '2000.00',
      '20000.00',
      '22000.00',
    ]);
    expect(told({ outcome: 'withdrawn_claims_realized', sanctions })).toEqual([
      '2000.00',
      '10000.00',
      '12000.00',
    ]);
    expect(told({ outcome: 'injunction_only_win', sanctions: [sanction('9500000', 3)] })).toEqual([
      '190000.00',
      '10000.00',
      '200000.00',
    ]);
  });

  it.each<Outcome>(['loss', 'dismissed'])('is nothing after %s, sanctions or not', (outcome) => {
    expect(told({ outcome, base: money('1000000'), sanctions: [sanction('100000', 1)] })).toEqual([
      '0.00',
      '0.00',
      '0.00',
    ]);
  });

  it('is shared by agreed shares, else equally', () => {
    const base = money('2371900');
    const shared = (plaintiffs: AwardInputs['plaintiffs']) =>
      award({ base, plaintiffs }).value.shares.map(
        ({ id, amount }) => `${id} ${formatYuan(amount)}`,
      );
    expect(
      shared([
        { id: 'o1', share: '2' },
        { id: 'o2', share: '1' },
      ]),
    ).toEqual(['o1 38292.00', 'o2 19146.00']);
    expect(shared([{ id: 'o1', share: '0.5' }, { id: 'o2' }])).toEqual([
      'o1 19146.00',
      'o2 38292.00',
    ]);
    expect(shared([{ id: 'o1' }, { id: 'o2' }, { id: 'o3' }])).toEqual([
      'o1 19146.00',
      'o2 19146.00',
      'o3 19146.00',
    ]);
  });

  it('asserts what it needs', () => {
    expect(() => award({ outcome: 'partial_win' })).toThrow(RangeError);
    expect(() => award({ outcome: 'partial_win', claimed: NOTHING })).toThrow(RangeError);
    expect(() => award({ base: fen(-1n) })).toThrow(RangeError);
    expect(() => award({ damagesOrdered: fen(-1n) })).toThrow(RangeError);
    expect(() => award({ sanctions: [{ amountPaid: fen(-1n), grade: 1 }] })).toThrow(RangeError);
    expect(() => award({ plaintiffs: [] })).toThrow(RangeError);
  });

  it('explains itself so that it can be redone by hand', () => {
    const { explanation } = award({ base: money('1270000'), sanctions: [sanction('100000', 3)] });
    expect(explanation).toEqual({
      rule: 'award',
      ruleVersion: 'casefile/1',
      articles: ['吉环法字〔2015〕4号 二(三)', 'default'],
      inputs: {
        outcome: 'win',
        base: '1270000.00',
        damagesOrdered: '0.00',
        claimed: null,
        sanctions: [{ amountPaid: '100000.00', grade: 3 }],
        plaintiffs: [{ id: 'o1', share: '1' }],
      },
      steps: [
        { what: 'sanction paid 100000.00, grade 3 × 2 %', gives: '2000.00000' },
        { what: 'sanction part 2000.00000, rounded half up, at most 200000.00', gives: '2000.00' },
        { what: '1000000.00 over 0.00 × 30 ‰', gives: '30000.00000' },
        { what: '270000.00 over 1000000.00 × 20 ‰', gives: '5400.00000' },
        { what: '35400.00000 × factor 1 (win), rounded half up', gives: '35400.00' },
        { what: 'at least 5000.00, at most 200000.00', gives: '35400.00' },
        {
          what: '2000.00 of the sanction quota first, then 35400.00 of the award fund, together at most 200000.00',
          gives: '2000.00 + 35400.00 = 37400.00',
        },
        { what: '37400.00 by shares 1, largest remainder', gives: 'o1 37400.00' },
      ],
    });
  });
});

describe('the laws of the award', () => {
  const amounts = fc.bigInt({ min: 0n, max: 10n ** 13n }).map(fen);
  const inputs: fc.Arbitrary<AwardInputs> = fc.record({
    outcome: fc.constantFrom<Outcome[]>(
      'win',
      'partial_win',
      'mediation',
      'loss',
      'dismissed',
      'injunction_only_win',
      'withdrawn_claims_realized',
    ),
    base: amounts,
    damagesOrdered: amounts,
    claimed: amounts.map((amount) => fen(amount + 1n)),
    sanctions: fc.array(
      fc.record({ amountPaid: amounts, grade: fc.constantFrom<(1 | 2 | 3)[]>(1, 2, 3) }),
      { maxLength: 3 },
    ),
    plaintiffs: fc.array(
      fc.record({ id: fc.string(), share: fc.constantFrom('1', '0.5', '2.25') }),
      { minLength: 1, maxLength: 5 },
    ),
  });

  it('stays between nothing and the cap, and its shares add up', () => {
    fc.assert(
      fc.property(inputs, (of) => {
        const { total, fromAwardFund, fromSanctionQuota, shares } = computeAward(of).value;
        expect(fromAwardFund >= 0n && fromSanctionQuota >= 0n).toBe(true);
        expect(fromAwardFund + fromSanctionQuota).toBe(total);
        expect(total <= 20_000_000n).toBe(true);
        expect(sumFen(shares.map(({ amount }) => amount))).toBe(total);
      }),
    );
  });

  it('never falls when more is received', () => {
    fc.assert(
      fc.property(inputs, amounts, (of, more) => {
        const richer = computeAward({ ...of, base: fen(of.base + more) }).value;
        expect(richer.total >= computeAward(of).value.total).toBe(true);
      }),
    );
  });
});
