import * as fc from 'fast-check';
import { fen, type Fen, parseYuan } from '../money';
import {
  checkFee,
  checkTerms,
  formatPercent,
  type Instalment,
  INSTALMENT_DUES,
  parsePercent,
} from './index';
import vectors from './law-vectors.fixture.json';

const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);

describe('the limits of an agreement on legal services', () => {
  it.each(vectors.legalServiceLimits.fees)(
    'take $fee where $ofInstance of the instance, $ofCase of the case and $used in all are used: $breach',
    ({ fee, ofCase, ofInstance, used, breach }) => {
      const { perCase, perInstance, inAll } = vectors.legalServiceLimits;
      const { value, explanation } = checkFee(
        {
          perCase: money(perCase),
          perInstance: money(perInstance),
          inAll: money(inAll),
          used: money(used),
        },
        { fee: money(fee), ofCase: money(ofCase), ofInstance: money(ofInstance) },
      );
      expect(value.breach?.limit ?? null).toBe(breach);
      expect(explanation.inputs).toMatchObject({ fee, used });
      expect(explanation.steps).toHaveLength(3);
    },
  );

  it('say how much is allowed and to what it would come', () => {
    const limits = {
      perCase: money('150000'),
      perInstance: money('80000'),
      inAll: money('300000'),
      used: money('290000'),
    };
    const asked = { fee: money('10000.01'), ofCase: money('0'), ofInstance: money('0') };
    const { breach } = checkFee(limits, asked).value;
    expect(breach).toEqual({
      limit: 'remaining',
      most: money('10000'),
      amount: money('10000.01'),
    });
    expect(checkFee(limits, asked).explanation.steps[2]).toEqual({
      what: 'remaining: 10000.01, at most 10000.00',
      gives: 'exceeded',
    });
  });

  it('are never passed by fees that were taken one after the other', () => {
    const fees = fc.array(
      fc.record({
        caseNumber: fc.integer({ min: 1, max: 3 }),
        instance: fc.integer({ min: 1, max: 2 }),
        fee: fc.bigInt({ min: 1n, max: 6_000_000n }).map(fen),
      }),
      { maxLength: 30 },
    );
    const limits = { perCase: fen(9_000_000n), perInstance: fen(5_000_000n) };
    fc.assert(
      fc.property(fees, (asked) => {
        const taken: typeof asked = [];
        const sum = (fits: (one: (typeof asked)[number]) => boolean): Fen =>
          fen(taken.filter(fits).reduce((total, { fee }) => total + fee, 0n));
        for (const one of asked) {
          const ofCase = sum(({ caseNumber }) => caseNumber === one.caseNumber);
          const ofInstance = sum(
            ({ caseNumber, instance }) =>
              caseNumber === one.caseNumber && instance === one.instance,
          );
          const used = sum(() => true);
          const given = { ...limits, inAll: fen(20_000_000n), used };
          const { breach } = checkFee(given, { fee: one.fee, ofCase, ofInstance }).value;
          if (breach === null) taken.push(one);
        }
        expect(sum(() => true) <= 20_000_000n).toBe(true);
        for (const caseNumber of [1, 2, 3]) {
          expect(sum((one) => one.caseNumber === caseNumber) <= limits.perCase).toBe(true);
          for (const instance of [1, 2]) {
            const ofInstance = sum(
              (one) => one.caseNumber === caseNumber && one.instance === instance,
            );
            expect(ofInstance <= limits.perInstance).toBe(true);
          }
        }
      }),
    );
  });
});

describe('the terms of an agreement on legal services', () => {
  const instalmentOf = (
    { percent, amount }: { percent?: string; amount?: string },
    index: number,
  ): Instalment => ({
    due: INSTALMENT_DUES[index] ?? 'other',
    ...(amount === undefined
      ? { basisPoints: parsePercent(percent ?? '') ?? 0n }
      : { amount: money(amount) }),
  });

  it.each(vectors.legalServiceLimits.terms)('$why: $fault', (vector) => {
    const { value, explanation } = checkTerms(
      {
        perCase: money(vector.perCase),
        perInstance: money(vector.perInstance),
        inAll: money(vector.inAll),
      },
      vector.instalments.map(instalmentOf),
    );
    expect(value.fault).toBe(vector.fault);
    expect(explanation.steps).toHaveLength(3);
  });

  it.each([
    ['30', 3000n],
    ['33.3', 3330n],
    ['0.01', 1n],
    ['100', 10_000n],
    ['100.00', 10_000n],
    ['0', undefined],
    ['0.00', undefined],
    ['100.01', undefined],
    ['101', undefined],
    ['1.234', undefined],
    ['-5', undefined],
    ['1e1', undefined],
    ['', undefined],
  ])('read a share of %j percent as %s', (text, basisPoints) => {
    expect(parsePercent(text)).toBe(basisPoints);
  });

  it('write a share as it is read', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10_000n }), (basisPoints) => {
        expect(parsePercent(formatPercent(basisPoints))).toBe(basisPoints);
      }),
    );
  });
});
