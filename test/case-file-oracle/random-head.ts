import { dateOf, dayNumber, plusYears } from './days';
import type { Dice } from '../support/dice';
import type { CaseFile, OrganizationEntry } from './format';
import { checkCharacter } from './qualification';

const KINDS = ['social_association', 'social_service_organization', 'foundation', 'other'] as const;
const PREFIXES = {
  social_association: '51',
  social_service_organization: '52',
  foundation: '53',
  other: '59',
};
const REGIONS = ['100000', '220000', '220100', '222400', '110105', '500113', '310000'];
const LOWER_REGIONS = ['220581', '220184', '220105', '500229', '110229'];
const SUBJECT = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function shifted(date: string, days: number): string {
  return dateOf(dayNumber(date) + days);
}

function creditCode(dice: Dice, kind: OrganizationEntry['kind'], region: string): string {
  const prefix = dice.chance(94) ? PREFIXES[kind] : dice.pick(['51', '52', '53', '59', '91']);
  const subject = Array.from({ length: 9 }, () => SUBJECT.charAt(dice.roll(31))).join('');
  const first17 = `${prefix}${region}${subject}`;
  const check = dice.chance(95) ? checkCharacter(first17) : SUBJECT.charAt(dice.roll(31));
  const code = `${first17}${check}`;
  return dice.weighted([
    [16, code],
    [1, code.toLowerCase()],
    [1, `${code.slice(0, 8)}-${code.slice(8)}`],
    [1, ` ${code.slice(0, 4)} ${code.slice(4)}`],
    [1, code.replaceAll('5', '５')],
    [1, code.slice(0, 17)],
    [1, code.replace(/.$/, 'O')],
  ]);
}

/** A day that lies five years before another, or beside it. */
function fiveYearsBefore(dice: Dice, date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const start = `${String(Number(year) - 5)}-${month}-${day === '29' && month === '02' ? '28' : day}`;
  return dice.weighted([
    [4, start],
    [2, shifted(start, 1)],
    [2, shifted(start, -1)],
    [2, plusYears(date, -5)],
    [3, shifted(start, dice.between(-900, 900))],
  ]);
}

function organization(dice: Dice, ref: string, filedOn: string): OrganizationEntry {
  const sound = dice.chance(ref === 'o1' ? 88 : 55);
  const kind = sound ? dice.pick(KINDS.slice(0, 3)) : dice.pick(KINDS);
  const region = sound || dice.chance(70) ? dice.pick(REGIONS) : dice.pick(LOWER_REGIONS);
  const year = Number(filedOn.slice(0, 4));
  const code = creditCode(dice, kind, region);
  const entry: OrganizationEntry = {
    ref,
    name: `organization ${ref}`,
    kind,
    uscc: sound ? code : creditCode(dice, kind, region),
    registeredOn: sound ? '2001-02-28' : fiveYearsBefore(dice, filedOn),
    annualReports: [6, 5, 4, 3, 2, 1, 0].map((back) => year - back),
    cleanRecordStatementOn: filedOn,
    charterRelated: true,
    penalties: [],
  };
  if (sound) return entry;
  if (dice.chance(40)) entry.activeSince = fiveYearsBefore(dice, filedOn);
  if (dice.chance(15)) entry.registrarRegion = dice.pick([...REGIONS, ...LOWER_REGIONS]);
  if (dice.chance(15)) entry.annualReports = entry.annualReports.filter(() => dice.chance(85));
  if (dice.chance(15)) {
    entry.cleanRecordStatementOn = dice.pick([null, shifted(filedOn, 1), shifted(filedOn, -1)]);
  }
  if (dice.chance(8)) entry.charterRelated = false;
  if (dice.chance(30)) {
    const cause = dice.pick(['business', 'other'] as const);
    entry.penalties = [{ decidedOn: fiveYearsBefore(dice, filedOn), cause }];
    if (dice.chance(30)) entry.penalties.push({ decidedOn: shifted(filedOn, dice.roll(2)), cause });
  }
  if (dice.chance(50)) entry.reviewedBy = 'reviewer';
  return entry;
}

/** All of a case file but its events. */
export function randomHead(dice: Dice): CaseFile {
  const filedOn = dice.weighted([
    [1, '2014-12-31'],
    [1, '2015-01-01'],
    [1, '2016-02-29'],
    [1, '2020-02-29'],
    [1, '2013-05-05'],
    [4, shifted('2015-01-02', dice.roll(3500))],
  ]);
  const organizations = Array.from({ length: dice.between(1, 3) }, (_, index) =>
    organization(dice, `o${String(index + 1)}`, filedOn),
  );
  const defendants = Array.from({ length: dice.between(1, 4) }, (_, index) => ({
    ref: `d${String(index + 1)}`,
    name: `defendant ${String(index + 1)}`,
    kind: 'company',
  }));
  const settings: NonNullable<CaseFile['settings']> = {};
  if (dice.chance(60)) settings.dayCount = dice.pick(['end_minus_start', 'inclusive'] as const);
  if (dice.chance(70)) settings.damageRoute = dice.pick(['treasury', 'trust_account'] as const);
  return {
    format: 'casefile/1',
    id: 'random',
    title: 'A case that dice have made',
    asOf: shifted(filedOn, dice.between(300, 3000)),
    ...(dice.chance(80) && { settings }),
    organizations,
    defendants,
    case: { number: '(2020)示例民初1号', court: 'example intermediate court', filedOn },
    events: [],
  };
}
