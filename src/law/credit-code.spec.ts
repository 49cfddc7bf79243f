import * as fc from 'fast-check';
import { checkCreditCode, isRegisteredHighEnough, registrationLevel } from './index';
import vectors from './law-vectors.fixture.json';

const { creditCodes } = vectors;
const codes = fc
  .string({
    unit: fc.constantFrom(...creditCodes.alphabet.split('')),
    minLength: 17,
    maxLength: 17,
  })
  .map(withCheckCharacter);

describe('a unified social credit code', () => {
  it.each([...creditCodes.valid, ...creditCodes.validPublic])('holds for %s', (code) => {
    expect(checkCreditCode(code)).toMatchObject({ code, valid: true });
  });

  it.each(creditCodes.invalid)('fails on the check character of $code', ({ code, why }) => {
    expect(checkCreditCode(code)).toEqual({
      code,
      valid: false,
      fault: 'check_character',
      warnings: [],
    });
    expect(checkCreditCode(code.slice(0, 17) + why.slice(-1)).valid).toBe(true);
  });

  it('tells the kind and the region of the registrar', () => {
    expect(checkCreditCode('51220000MJ0000018T')).toEqual({
      code: '51220000MJ0000018T',
      valid: true,
      kind: 'social_association',
      region: '220000',
      warnings: [],
    });
    expect(checkCreditCode('52220100MJ0000026P')).toMatchObject({
      kind: 'social_service_organization',
      region: '220100',
    });
    expect(checkCreditCode('53220000MJ0000034A').kind).toBe('foundation');
  });

  it('tells no kind for another prefix and no region where its places are letters', () => {
    const company = withCheckCharacter('91220101MJ0000018');
    expect(checkCreditCode(company)).toMatchObject({ valid: true, region: '220101' });
    expect(checkCreditCode(company)).not.toHaveProperty('kind');
    const lettered = checkCreditCode(withCheckCharacter('5122A000MJ0000018'));
    expect(lettered.valid).toBe(true);
    expect(lettered).not.toHaveProperty('region');
  });

  it('is normalized before it is checked', () => {
    expect(checkCreditCode(' ５１22-0000 mj00-0001 8t\n')).toMatchObject({
      code: '51220000MJ0000018T',
      valid: true,
    });
  });

  it('only warns of a wrong check character of the organization code inside', () => {
    expect(checkCreditCode(withCheckCharacter('51220000MJ0000017'))).toMatchObject({
      valid: true,
      warnings: ['organization_code_check_character'],
    });
  });

  it.each(['', '51220000MJ0000018', '51220000MJ0000018TT', '\u200b51220000MJ0000018T'])(
    'fails on the length of %j',
    (code) => {
      expect(checkCreditCode(code).fault).toBe('length');
    },
  );

  it.each([
    '5122000OMJ0000018T',
    '51220000MJ000001IT',
    '51220000MJ00000.8T',
    '51220000MJ000001吉T',
  ])('fails on the alphabet of %s', (code) => {
    expect(checkCreditCode(code).fault).toBe('alphabet');
  });

  it('has exactly one check character for every body, and notices any one wrong character', () => {
    const alphabet = creditCodes.alphabet.split('');
    fc.assert(
      fc.property(codes, fc.nat({ max: 17 }), fc.constantFrom(...alphabet), (code, place, char) => {
        expect(checkCreditCode(code).valid).toBe(true);
        const changed = code.slice(0, place) + char + code.slice(place + 1);
        expect(checkCreditCode(changed).valid).toBe(changed === code);
      }),
    );
  });
});

describe('the level of a registrar', () => {
  it.each([
    ['100000', 'national', true],
    ['220000', 'province', true],
    ['110000', 'province', true],
    ['220100', 'prefecture', true],
    ['222400', 'prefecture', true],
    ['220581', 'county', false],
    ['220184', 'county', false],
    ['220381', 'county', false],
    ['220102', 'county', false],
    ['110105', 'district_of_direct_municipality', true],
    ['120101', 'district_of_direct_municipality', true],
    ['310115', 'district_of_direct_municipality', true],
    ['500101', 'district_of_direct_municipality', true],
    ['500229', 'county', false],
    ['429004', 'county', false],
  ])('of %s is %s', (region, level, highEnough) => {
    expect(registrationLevel(region)).toBe(level);
    expect(isRegisteredHighEnough(region)).toBe(highEnough);
  });

  it.each(['', '2201', '22010A', '2201000', '２２０１００'])('cannot be told from %j', (region) => {
    expect(() => registrationLevel(region)).toThrow(RangeError);
    expect(isRegisteredHighEnough(region)).toBe(false);
  });
});

function withCheckCharacter(body: string): string {
  const found = creditCodes.alphabet.split('').find((char) => checkCreditCode(body + char).valid);
  return body + (found ?? '?');
}
