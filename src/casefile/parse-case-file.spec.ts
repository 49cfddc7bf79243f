import { DomainError } from '../errors';
import { parseCaseFile } from './parse-case-file';

const file = (changes: object, amount = '1.00'): string =>
  JSON.stringify({
    format: 'casefile/1',
    id: 'a-case',
    title: 'A case',
    asOf: '2020-01-01',
    organizations: [],
    defendants: [],
    case: { number: '1', court: 'court', filedOn: '2019-01-01' },
    events: [{ on: '2020-01-01', type: 'appropriation', pool: 'award_fund', amount }],
    ...changes,
  });

function pointersOfFaults(content: string): string[] {
  try {
    parseCaseFile(content);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return (error.details['faults'] as { pointer: string }[]).map(({ pointer }) => pointer);
  }
}

describe('reading a case file', () => {
  it('leaves an amount of any length to its event', () => {
    expect(pointersOfFaults(file({}, '9'.repeat(500)))).toEqual([]);
  });

  it.each(['\u0000', 'a\ud800b', '\udc00'])('faults the text %j, which no text can be', (text) => {
    expect(pointersOfFaults(file({ title: text }, text))).toEqual(['/events/0/amount', '/title']);
    expect(pointersOfFaults(file({ about: { 'a/b': [text], [text]: 1 } }))).toEqual([
      '/about',
      '/about/a~1b/0',
    ]);
  });

  it('takes characters outside the basic plane', () => {
    expect(pointersOfFaults(file({ title: '𠮷野 𝟙' }))).toEqual([]);
  });
});
