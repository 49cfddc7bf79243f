import * as fc from 'fast-check';
import { addDays, addYears, businessDate } from '../calendar';
import { type OrganizationFacts, qualify } from './index';

const FILED_ON = businessDate('2023-06-12');

const SOUND: OrganizationFacts = {
  kind: 'social_association',
  uscc: '51220000MJ0000018T',
  registeredOn: businessDate('2012-05-10'),
  annualReports: [2018, 2019, 2020, 2021, 2022],
  cleanRecordStatementOn: businessDate('2023-06-01'),
  charterRelated: true,
  penalties: [],
};

const verdict = (changes: Partial<OrganizationFacts>, filedOn = FILED_ON) =>
  qualify({ ...SOUND, ...changes }, filedOn).value;

describe('qualification of an organization', () => {
  it('lets a sound organization sue', () => {
    expect(verdict({})).toEqual({ status: 'eligible', reasons: [] });
  });

  it.each<[string, Partial<OrganizationFacts>]>([
    ['uscc_invalid', { uscc: '51220000MJ0000018A' }],
    ['uscc_kind_mismatch', { kind: 'foundation' }],
    ['uscc_kind_mismatch', { uscc: '52220100MJ0000026P' }],
    ['registered_below_prefecture', { registrarRegion: '220581' }],
    ['registered_below_prefecture', { registrarRegion: 'nowhere' }],
    ['active_less_than_five_years', { registeredOn: businessDate('2018-06-13') }],
    [
      'active_less_than_five_years',
      { registeredOn: businessDate('2020-01-01'), activeSince: businessDate('2018-06-13') },
    ],
    [
      'penalized_within_five_years',
      { penalties: [{ decidedOn: businessDate('2018-06-13'), cause: 'business' }] },
    ],
    ['penalized_within_five_years', { penalties: [{ decidedOn: FILED_ON, cause: 'business' }] }],
    ['annual_reports_incomplete', { annualReports: [2018, 2019, 2020, 2022, 2023] }],
    ['annual_reports_incomplete', { annualReports: [2022, 2022, 2022, 2022, 2022] }],
    ['clean_record_statement_missing', { cleanRecordStatementOn: null }],
    ['clean_record_statement_missing', { cleanRecordStatementOn: businessDate('2023-06-13') }],
    ['charter_unrelated', { charterRelated: false }],
  ])('stops at %s', (code, changes) => {
    expect(verdict(changes)).toEqual({ status: 'ineligible', reasons: [code] });
  });

  it.each<[string, Partial<OrganizationFacts>]>([
    ['registered exactly five years', { registeredOn: businessDate('2018-06-12') }],
    ['a statement of the day of filing', { cleanRecordStatementOn: FILED_ON }],
    [
      'a business penalty exactly five years old',
      { penalties: [{ decidedOn: businessDate('2018-06-12'), cause: 'business' }] },
    ],
    [
      'a business penalty after filing',
      { penalties: [{ decidedOn: businessDate('2023-06-13'), cause: 'business' }] },
    ],
    [
      'a penalty for another cause',
      { penalties: [{ decidedOn: businessDate('2023-01-01'), cause: 'other' }] },
    ],
    ['a registrar that has moved up', { registrarRegion: '110105' }],
    [
      'reports in any order, with others beside them',
      { annualReports: [2022, 2021, 2018, 2019, 2020, 2001] },
    ],
  ])('lets pass: %s', (_, changes) => {
    expect(verdict(changes)).toEqual({ status: 'eligible', reasons: [] });
  });

  it('asks for a review of earlier activity, and passes when it was reviewed', () => {
    const young = {
      registeredOn: businessDate('2020-01-01'),
      activeSince: businessDate('2018-06-12'),
    };
    const reasons = ['earlier_activity_needs_review'];
    expect(verdict(young)).toEqual({ status: 'manual_review', reasons });
    expect(verdict({ ...young, reviewedBy: 'reviewer' })).toEqual({ status: 'eligible', reasons });
  });

  it('asks for a review of another kind of organization, whatever its prefix', () => {
    expect(verdict({ kind: 'other' })).toEqual({
      status: 'manual_review',
      reasons: ['kind_needs_review'],
    });
  });

  it('leaves kind and level aside when the code is invalid', () => {
    expect(
      verdict({ uscc: '51220581MJ0000018A', kind: 'foundation', registrarRegion: '220581' }),
    ).toEqual({ status: 'ineligible', reasons: ['uscc_invalid'] });
  });

  it('counts five years from 29 February to 1 March', () => {
    const leap = { registeredOn: businessDate('2016-02-29') };
    const reports = { annualReports: [2016, 2017, 2018, 2019, 2020] };
    const statement = { cleanRecordStatementOn: businessDate('2021-01-01') };
    const on = (day: string) => verdict({ ...leap, ...reports, ...statement }, businessDate(day));
    expect(on('2021-02-28').reasons).toEqual(['active_less_than_five_years']);
    expect(on('2021-03-01').status).toBe('eligible');
  });

  it('judges a case filed before 2015 by code and level alone', () => {
    const bare = {
      registeredOn: businessDate('2014-02-25'),
      annualReports: [],
      cleanRecordStatementOn: null,
      charterRelated: false,
      penalties: [{ decidedOn: businessDate('2014-06-01'), cause: 'business' as const }],
    };
    const before = qualify({ ...SOUND, ...bare }, businessDate('2014-12-31'));
    expect(before.value).toEqual({ status: 'eligible', reasons: [] });
    expect(before.explanation.ruleVersion).toBe('pre2015');
    expect(
      qualify({ ...SOUND, ...bare, registrarRegion: '220581' }, businessDate('2014-12-31')).value,
    ).toEqual({ status: 'ineligible', reasons: ['registered_below_prefecture'] });
    const after = qualify({ ...SOUND, ...bare }, businessDate('2015-01-01'));
    expect(after.explanation.ruleVersion).toBe('2015-01-01');
    expect(after.value.reasons).toHaveLength(5);
  });

  it('explains every reason that was looked at, with all the facts', () => {
    const { explanation } = qualify(SOUND, FILED_ON);
    expect(explanation.rule).toBe('qualification');
    expect(explanation.articles).toContain('环境保护法 art 58');
    expect(explanation.inputs).toMatchObject({ filedOn: FILED_ON, uscc: SOUND.uscc });
    expect(explanation.steps).toHaveLength(11);
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });
});

describe('the laws of qualification', () => {
  const days = fc.integer({ min: -4000, max: 400 }).map((n) => addDays(FILED_ON, n));
  const facts: fc.Arbitrary<OrganizationFacts> = fc
    .record({
      kind: fc.constantFrom<OrganizationFacts['kind'][]>(
        'social_association',
        'foundation',
        'other',
      ),
      uscc: fc.constantFrom('51220000MJ0000018T', '53220000MJ0000034A', 'nonsense'),
      registeredOn: days,
      activeSince: fc.option(days, { nil: undefined }),
      annualReports: fc.subarray([2017, 2018, 2019, 2020, 2021, 2022, 2023]),
      cleanRecordStatementOn: fc.option(days),
      charterRelated: fc.boolean(),
      penalties: fc.array(
        fc.record({
          decidedOn: days,
          cause: fc.constantFrom<('business' | 'other')[]>('business', 'other'),
        }),
        { maxLength: 2 },
      ),
      reviewed: fc.boolean(),
    })
    .map(({ activeSince, reviewed, ...rest }) => ({
      ...rest,
      ...(activeSince === undefined ? {} : { activeSince }),
      ...(reviewed ? { reviewedBy: 'reviewer' } : {}),
    }));
  const SOFT = ['earlier_activity_needs_review', 'kind_needs_review'];

  it('sorts reasons, hides soft ones behind hard ones, and lets a review lift only soft ones', () => {
    fc.assert(
      fc.property(facts, (organization) => {
        const { status, reasons } = qualify(organization, FILED_ON).value;
        expect(reasons).toEqual([...new Set(reasons)].toSorted());
        const soft = reasons.filter((reason) => SOFT.includes(reason));
        expect(soft.length === 0 || soft.length === reasons.length).toBe(true);
        const reviewed = qualify({ ...organization, reviewedBy: 'reviewer' }, FILED_ON).value;
        expect(reviewed.reasons).toEqual(reasons);
        expect(reviewed.status === 'ineligible').toBe(status === 'ineligible');
        expect(reviewed.status).not.toBe('manual_review');
        if (reasons.length === 0) expect(status).toBe('eligible');
      }),
    );
  });

  it('never makes an organization less qualified for being older', () => {
    fc.assert(
      fc.property(facts, (organization) => {
        const older = { ...organization, registeredOn: addYears(organization.registeredOn, -5) };
        if (qualify(organization, FILED_ON).value.status === 'eligible') {
          expect(qualify(older, FILED_ON).value.status).toBe('eligible');
        }
      }),
    );
  });
});
