import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from './format';
import { statementOf } from './oracle';

const FOLDER = join(__dirname, '..', '..', 'examples', 'cases');
const EXAMPLES = readdirSync(FOLDER).filter((name) => /^[^.]+\.json$/.test(name));
const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));

describe('the oracle of the case-file format', () => {
  it.each(EXAMPLES)('gives the expected statement of %s', (name) => {
    const expected = read(name.replace('.json', '.expected.json'));
    expect(statementOf(read(name) as CaseFile)).toEqual(expected);
  });
});
