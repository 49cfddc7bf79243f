import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFile, readStatement, replayCaseFile } from '../src/casefile';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const FOLDER = join(__dirname, '..', 'examples', 'cases');
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.expected.json'))
  .map((name) => name.replace(/\.json$/, ''));

const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

describe('the example case files', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it.each(NAMES)(
    '%s gives exactly its expected statement, also when replayed twice',
    async (name) => {
      const document = parseCaseFile(read(`${name}.json`));
      const expected: unknown = JSON.parse(read(`${name}.expected.json`));
      for (const replay of ['first', 'second']) {
        await replayCaseFile(database.dataSource, document);
        const { statement } = await readStatement(database.dataSource.manager, document.id);
        expect({ replay, statement }).toEqual({ replay, statement: expected });
      }
    },
  );
});
