import { plusYears } from './days';
import type { OrganizationEntry, Qualification } from './format';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const PREFIXES: Readonly<Record<string, string>> = {
  social_association: '51',
  social_service_organization: '52',
  foundation: '53',
};

/** Spaces and hyphens stripped, full width to half width, upper case. */
function normalised(code: string): string {
  return Array.from(code)
    .map((character) => {
      const point = character.codePointAt(0) ?? 0;
      if (point === 0x3000) return ' ';
      return point >= 0xff01 && point <= 0xff5e ? String.fromCodePoint(point - 0xfee0) : character;
    })
    .join('')
    .replaceAll(/[\s-]/g, '')
    .toUpperCase();
}

export function checkCharacter(first17: string): string {
  const sum = Array.from(first17).reduce(
    (so, character, index) => so + ALPHABET.indexOf(character) * (WEIGHTS[index] ?? 0),
    0,
  );
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

function isValid(code: string): boolean {
  return (
    code.length === 18 &&
    Array.from(code).every((character) => ALPHABET.includes(character)) &&
    checkCharacter(code.slice(0, 17)) === code.charAt(17)
  );
}

function isPrefectureOrHigher(region: string): boolean {
  if (region === '100000') return true;
  if (region.endsWith('00')) return true;
  return ['11', '12', '31', '50'].includes(region.slice(0, 2)) && region.slice(2, 4) === '01';
}

/** Whether an organization qualifies as of the day of filing. */
export function qualify(organization: OrganizationEntry, filedOn: string): Qualification {
  const hard: string[] = [];
  const soft: string[] = [];
  const code = normalised(organization.uscc);
  if (!isValid(code)) {
    hard.push('uscc_invalid');
  } else {
    const prefix = PREFIXES[organization.kind];
    if (prefix !== undefined && !code.startsWith(prefix)) hard.push('uscc_kind_mismatch');
    if (!isPrefectureOrHigher(organization.registrarRegion ?? code.slice(2, 8))) {
      hard.push('registered_below_prefecture');
    }
  }
  if (filedOn >= '2015-01-01') furtherReasons(organization, filedOn, hard, soft);
  const { ref } = organization;
  if (hard.length > 0) return { organization: ref, status: 'ineligible', reasons: hard.sort() };
  const review = soft.length > 0 && organization.reviewedBy === undefined;
  return {
    organization: ref,
    status: review ? 'manual_review' : 'eligible',
    reasons: soft.sort(),
  };
}

function furtherReasons(
  organization: OrganizationEntry,
  filedOn: string,
  hard: string[],
  soft: string[],
): void {
  const fiveYearsBack = (date: string) => plusYears(date, 5) <= filedOn;
  if (!fiveYearsBack(organization.registeredOn)) {
    const { activeSince } = organization;
    if (activeSince !== undefined && fiveYearsBack(activeSince)) {
      soft.push('earlier_activity_needs_review');
    } else {
      hard.push('active_less_than_five_years');
    }
  }
  const penalized = organization.penalties.some(
    ({ cause, decidedOn }) =>
      cause === 'business' && decidedOn <= filedOn && filedOn < plusYears(decidedOn, 5),
  );
  if (penalized) hard.push('penalized_within_five_years');
  const year = Number(filedOn.slice(0, 4));
  if ([1, 2, 3, 4, 5].some((back) => !organization.annualReports.includes(year - back))) {
    hard.push('annual_reports_incomplete');
  }
  const statementOn = organization.cleanRecordStatementOn;
  if (statementOn === null || statementOn > filedOn) hard.push('clean_record_statement_missing');
  if (!organization.charterRelated) hard.push('charter_unrelated');
  if (organization.kind === 'other') soft.push('kind_needs_review');
}
