import fc from 'fast-check';
import { canonicalText, changedFields, contentHash, type ContentJson } from './content-hash';

const key = fc.string({ maxLength: 4 }).filter((name) => name !== '__proto__');
const { json } = fc.letrec<{ json: ContentJson }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** The same value with the members of every object the other way round. */
function turned(value: ContentJson): ContentJson {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as ContentJson[]).map(turned);
  const members = Object.entries(value as Record<string, ContentJson>).reverse();
  return Object.fromEntries(members.map(([name, item]) => [name, turned(item)]));
}

describe('the hash of a content', () => {
  it('does not depend on the order of members, and spells JSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalText(turned(value))).toBe(canonicalText(value));
        expect(JSON.parse(canonicalText(value))).toEqual(value);
      }),
    );
  });

  it('differs exactly where fields differ', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const isSame = contentHash(one).equals(contentHash(other));
        expect(changedFields(one, other).length === 0).toBe(isSame);
      }),
    );
  });

  it('names the fields that changed', () => {
    const before = { amount: '1.00', items: [{ no: 1 }, { no: 2 }], 'a/b': true, gone: 'x' };
    const after = { amount: '1.01', items: [{ no: 1 }, { no: 3 }, { no: 4 }], 'a/b': false };
    expect(changedFields(before, after).sort()).toEqual([
      '/amount',
      '/a~1b',
      '/gone',
      '/items/1/no',
      '/items/2',
    ]);
    expect(changedFields({ a: 'x' }, { a: ['x'] })).toEqual(['/a']);
  });

  it('leaves out what is absent and takes nothing with two spellings', () => {
    expect(canonicalText({ b: '1', a: undefined, c: [true, 0] })).toBe('{"b":"1","c":[true,0]}');
    for (const value of [null, 0.5, NaN, 2 ** 53, undefined]) {
      expect(() => canonicalText(value as never)).toThrow(RangeError);
    }
  });
});
