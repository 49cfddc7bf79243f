import * as fc from 'fast-check';
import { addDays, businessDate } from '../calendar';
import {
  CASE_STATES,
  endOfNotice,
  followProcedure,
  INSTANCES,
  type Procedure,
  type ProcedureStep,
  STEP_KINDS,
  type StepKind,
} from './index';

const FILED = businessDate('2026-03-02');
const WEEK = new Map<string, boolean>();

type Told = readonly [kind: StepKind, on: string, more?: Partial<ProcedureStep>];

const follow = (...steps: readonly Told[]): Procedure =>
  followProcedure(
    FILED,
    steps.map(([kind, on, more], index) => ({
      id: String(index),
      kind,
      on: businessDate(on),
      ...more,
    })),
    WEEK,
  );
const TRIED: Told = ['instance_opened', '2026-03-20', { instance: 'first' }];
const FINAL: readonly Told[] = [TRIED, ['judged', '2026-06-01'], ['judgment_final', '2026-06-17']];

describe('the procedure of a case', () => {
  it('goes from filing over trial and judgment to enforcement and its end', () => {
    const steps: readonly Told[] = [
      ...FINAL,
      ['enforcement_moved', '2026-07-20'],
      ['enforcement_suspended', '2026-09-01'],
      ['enforcement_resumed', '2026-10-01'],
      ['closed', '2026-11-01'],
    ];
    const states = [0, 1, 2, 3, 4, 5, 6, 7].map((taken) => follow(...steps.slice(0, taken)).state);
    expect(states).toEqual([
      'filed',
      'in_trial',
      'judged',
      'final',
      'in_enforcement',
      'enforcement_suspended',
      'in_enforcement',
      'closed',
    ]);
  });

  it.each<[string, StepKind, readonly Told[]]>([
    ['a final judgment before any judgment', 'judgment_final', [TRIED]],
    ['a judgment without a trial', 'judged', []],
    ['a second trial of the first instance', 'instance_opened', [TRIED]],
    ['enforcement of what is not final', 'enforcement_moved', [TRIED, ['judged', '2026-06-01']]],
    ['closing a case that is on trial', 'closed', [TRIED]],
    ['joining before the court’s notice', 'plaintiff_joined', []],
    ['the end of a stay that never began', 'stay_ended', [TRIED]],
    ['a mediation document of what was not published', 'mediation_final', [TRIED]],
    ['withdrawing what is judged', 'withdrawn', [TRIED, ['judged', '2026-06-01']]],
  ])('refuses %s', (_, kind, before) => {
    const { fault } = follow(...before, [kind, '2026-12-01', { instance: 'first' }]);
    expect(fault).toMatchObject({ step: String(before.length), rule: 'out_of_turn' });
  });

  it('refuses what is dated before the filing', () => {
    expect(follow(['court_notice', '2026-03-01']).fault).toMatchObject({
      rule: 'before_filing',
      day: FILED,
    });
  });

  it('lets others join for thirty days after the notice, the last day off moved on', () => {
    // 2026-03-06 plus 30 days is Sunday 5 April.
    const notice: Told = ['court_notice', '2026-03-06'];
    expect(follow(notice).joinUntil).toBe('2026-04-06');
    expect(follow(notice, ['plaintiff_joined', '2026-04-06']).fault).toBeNull();
    expect(follow(notice, ['plaintiff_joined', '2026-04-07']).fault).toMatchObject({
      rule: 'join_period',
      day: '2026-04-06',
    });
    const holiday = new Map([['2026-04-06', false]]);
    expect(endOfNotice(businessDate('2026-03-06'), holiday)).toBe('2026-04-07');
  });

  it('takes a mediation document only after the publication, and then is mediated', () => {
    const published: readonly Told[] = [TRIED, ['mediation_published', '2026-05-06']];
    const ends = follow(...published).publishedUntil ?? '';
    expect(ends).toBe('2026-06-05');
    expect(follow(...published, ['mediation_final', ends]).fault).toMatchObject({
      rule: 'publication_period',
      day: ends,
    });
    expect(follow(...published, ['mediation_final', '2026-06-06']).state).toBe('mediated');
  });

  it('lets a procuratorate sue only after its own notice', () => {
    const sue = (noticedOn: string) =>
      follow(['procuratorate_sued', '2026-03-02', { noticedOn: businessDate(noticedOn) }]).fault;
    expect(sue('2026-01-28')).toBeNull();
    expect(sue('2026-01-29')).toMatchObject({ rule: 'notice_period' });
  });

  it.each<[string, readonly Told[]]>([
    ['after the debate', [TRIED, ['debate_closed', '2026-05-20']]],
    ['because of a settlement', [TRIED, ['mediation_published', '2026-05-20']]],
  ])('bars withdrawing %s, unless every claim is realized', (_, before) => {
    const withdraw = (claimsRealized: boolean) =>
      follow(...before, ['withdrawn', '2026-05-21', { claimsRealized }]);
    expect(withdraw(false).fault?.rule).toBe('withdrawal_barred');
    expect(withdraw(true)).toMatchObject({ fault: null, state: 'withdrawn' });
  });

  it('waits for another suit until the stay ends', () => {
    const stayed: readonly Told[] = [TRIED, ['stayed', '2026-04-01']];
    expect(follow(...stayed)).toMatchObject({ state: 'in_trial', isStayed: true });
    expect(follow(...stayed, ['judged', '2026-05-01']).fault?.rule).toBe('stayed');
    const ended = follow(...stayed, ['stay_ended', '2026-04-20'], ['judged', '2026-05-01']);
    expect(ended).toMatchObject({ state: 'judged', isStayed: false, fault: null });
  });

  it('hears an appeal of what is not final, and anew what is', () => {
    const again = (instance: 'second' | 'retrial', before: readonly Told[]) =>
      follow(...before, ['instance_opened', '2026-08-01', { instance }]);
    expect(again('second', FINAL.slice(0, 2))).toMatchObject({
      state: 'in_trial',
      instance: 'second',
    });
    expect(again('second', FINAL).fault?.rule).toBe('out_of_turn');
    expect(again('retrial', FINAL)).toMatchObject({ state: 'in_trial', instance: 'retrial' });
    expect(again('retrial', FINAL.slice(0, 2)).fault?.rule).toBe('out_of_turn');
  });

  it('looks at a step where its day puts it, whenever it is told', () => {
    expect(follow(...FINAL, ['court_notice', '2026-03-10']).fault).toBeNull();
    expect(follow(...FINAL, ['court_notice', '2026-07-01']).fault?.rule).toBe('out_of_turn');
  });
});

const steps: fc.Arbitrary<ProcedureStep[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...STEP_KINDS),
      late: fc.integer({ min: -5, max: 400 }),
      instance: fc.constantFrom(...INSTANCES),
      claimsRealized: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((given) =>
    given.map(({ kind, late, instance, claimsRealized }, index) => ({
      id: String(index),
      kind,
      on: addDays(FILED, late),
      ...(kind === 'instance_opened' && { instance }),
      ...(kind === 'withdrawn' && { claimsRealized }),
    })),
  );

/** Steps of which each was possible when it was told, most of them made to fit. */
const possible = steps.map((given) =>
  given.reduce<ProcedureStep[]>((kept, step) => {
    const next = [...kept, step];
    return followProcedure(FILED, next, WEEK).fault === null ? next : kept;
  }, []),
);

describe('any procedure', () => {
  it('leads to a state, or names a step that was given', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { state, fault } = followProcedure(FILED, given, WEEK);
        expect(CASE_STATES).toContain(state);
        if (fault !== null) expect(given.map(({ id }) => id)).toContain(fault.step);
      }),
    );
  });

  it('does not depend on the order in which steps of different days are told', () => {
    const ofDifferentDays = possible.filter(
      (given) => new Set(given.map(({ on }) => on)).size === given.length,
    );
    fc.assert(
      fc.property(ofDifferentDays, (given) => {
        const told = followProcedure(FILED, given, WEEK);
        expect(followProcedure(FILED, given.toReversed(), WEEK)).toEqual(told);
      }),
    );
  });

  it('is final only after a judgment, mediated only after a publication, in that order of days', () => {
    fc.assert(
      fc.property(possible, (given) => {
        const before = (kind: StepKind, of: ProcedureStep): boolean =>
          given.some((step) => step.kind === kind && step.on <= of.on);
        for (const step of given) {
          if (step.kind === 'judgment_final') expect(before('judged', step)).toBe(true);
          if (step.kind === 'mediation_final')
            expect(before('mediation_published', step)).toBe(true);
          if (step.kind === 'plaintiff_joined') expect(before('court_notice', step)).toBe(true);
          if (step.kind === 'judged') expect(before('instance_opened', step)).toBe(true);
        }
      }),
    );
  });
});
