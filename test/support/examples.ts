import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', 'examples', 'cases');

/** Names of the example case files, without their ending. */
export const EXAMPLES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.expected.json'))
  .map((name) => name.replace(/\.json$/, ''));

export const examplePath = (name: string): string => join(FOLDER, `${name}.json`);

export const exampleText = (name: string): string => readFileSync(examplePath(name), 'utf8');

/** The statement that the replay of an example must give. */
export const expectedStatement = (name: string): unknown =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.expected.json`), 'utf8'));
