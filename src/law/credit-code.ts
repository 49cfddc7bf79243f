/** Legal form of an organization that may sue in the public interest. */
export type OrganizationKind =
  'social_association' | 'social_service_organization' | 'foundation' | 'other';

/** What a unified social credit code says of itself. */
export interface CreditCodeCheck {
  /** Normalized: half-width upper-case, without spaces and hyphens. */
  readonly code: string;
  readonly valid: boolean;
  readonly fault?: 'length' | 'alphabet' | 'check_character';
  /** From the prefix 51, 52 or 53; absent for any other. */
  readonly kind?: OrganizationKind;
  /** GB/T 2260 region of the registrar at registration; absent when those places are not digits. */
  readonly region?: string;
  readonly warnings: readonly 'organization_code_check_character'[];
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LENGTH = 18;
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANIZATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANIZATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ORGANIZATION_CHECKS = '0123456789X';

const KIND_OF_PREFIX: Readonly<Record<string, OrganizationKind>> = {
  '51': 'social_association',
  '52': 'social_service_organization',
  '53': 'foundation',
};

/**
 * Checks a unified social credit code (统一社会信用代码): length, alphabet and check character decide;
 * a wrong inner check character of the organization code is only a warning. Never throws.
 * Source: GB 32100-2015; inner code GB 11714-1997 (that it only warns is a default of the bureau).
 */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = normalize(text);
  const fault = faultOf(code);
  if (fault !== undefined) return { code, valid: false, fault, warnings: [] };
  const kind = KIND_OF_PREFIX[code.slice(0, 2)];
  const region = code.slice(2, 8);
  return {
    code,
    valid: true,
    ...(kind === undefined ? {} : { kind }),
    ...(REGION_PATTERN.test(region) ? { region } : {}),
    warnings:
      organizationCheck(code.slice(8, 16)) === code[16]
        ? []
        : ['organization_code_check_character'],
  };
}

function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u2010-\u2015\u2212-]/g, '')
    .toUpperCase();
}

function faultOf(code: string): CreditCodeCheck['fault'] {
  if (code.length !== LENGTH) return 'length';
  if (Array.from(code).some((char) => !ALPHABET.includes(char))) return 'alphabet';
  const check = ALPHABET[(31 - (weightedSum(code, ALPHABET, WEIGHTS) % 31)) % 31];
  return check === code[LENGTH - 1] ? undefined : 'check_character';
}

function organizationCheck(subject: string): string | undefined {
  const rest = weightedSum(subject, ORGANIZATION_ALPHABET, ORGANIZATION_WEIGHTS) % 11;
  return ORGANIZATION_CHECKS[(11 - rest) % 11];
}

function weightedSum(code: string, alphabet: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + alphabet.indexOf(code.charAt(i)) * weight, 0);
}

/** Level of the civil-affairs department with which an organization is registered. */
export type RegistrationLevel =
  'national' | 'province' | 'prefecture' | 'district_of_direct_municipality' | 'county';

const REGION_PATTERN = /^[0-9]{6}$/;
const DIRECT_MUNICIPALITIES = ['11', '12', '31', '50'];

/**
 * Level of a registrar from its GB/T 2260 region code. A county, a county-level city and a district
 * of an ordinary city are all `county`; a district of Beijing, Tianjin, Shanghai or Chongqing is not.
 * Source: 法释〔2015〕1号 art 3.
 * @throws RangeError when the region is not six digits.
 */
export function registrationLevel(region: string): RegistrationLevel {
  if (!REGION_PATTERN.test(region)) throw new RangeError(`not a region code: ${region}`);
  if (region === '100000') return 'national';
  const [province, prefecture, county] = [region.slice(0, 2), region.slice(2, 4), region.slice(4)];
  if (county !== '00') {
    return prefecture === '01' && DIRECT_MUNICIPALITIES.includes(province)
      ? 'district_of_direct_municipality'
      : 'county';
  }
  return prefecture === '00' ? 'province' : 'prefecture';
}

/**
 * Whether a registrar is a civil-affairs department at 设区的市级以上. False for what is not a region
 * code, because no level can be shown then. Source: 环境保护法 art 58; 法释〔2015〕1号 arts 2, 3.
 */
export function isRegisteredHighEnough(region: string): boolean {
  return REGION_PATTERN.test(region) && registrationLevel(region) !== 'county';
}
