import fc from 'fast-check';
import { firstFault } from './first-fault';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the first fault of a text that should be JSON', () => {
  it.each([
    ['', 0],
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['{"a":1,}', 7],
    ['[1 2]', 3],
    ['{a:1}', 1],
    ['[1}', 2],
    ['[01]', 2],
    ['{"a":+1}', 5],
    ['["\t"]', 1],
    ['["\\x"]', 1],
    ['[1', 2],
    ['1 1', 2],
    ['NaN', 0],
    ["{'a':1}", 1],
    ['{"a":1e}', 6],
  ])('of %j is at %i', (text, position) => {
    expect(firstFault(text)).toBe(position);
  });

  it('is found exactly where the parser of JavaScript refuses', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', ',', ':', '}', ']', '{', '0', 'e', '\\'))
      .map(([text, place, sign]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + sign + text.slice(at + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), (text) => {
        expect(firstFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is found in a long text too', () => {
    expect(firstFault(`["${'x'.repeat(4_000_000)}"`)).toBe(4_000_003);
  });
});
