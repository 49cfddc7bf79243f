import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseCaseFile, readStatement, replayCaseFile } from '../casefile';
import type { FundDatabase } from '../database';
import { readSectionTotals } from '../ledger';

const FOLDER = resolve(__dirname, '..', '..', '..', 'examples', 'cases');

/** How one example came out. */
export interface ExampleResult {
  readonly id: string;
  readonly title: string;
  /** The replay gave exactly the statement that stands beside the case file. */
  readonly asExpected: boolean;
  /** Debits and credits of its book are equal, in money and in memo accounts. */
  readonly balanced: boolean;
}

/** Replays the example cases into sandbox books, in the order of their names, and checks each. */
export async function* replayExamples({
  dataSource,
  wakeUp,
}: FundDatabase): AsyncGenerator<ExampleResult> {
  const names = (await readdir(FOLDER))
    .filter((name) => /^(?!.*\.expected).*\.json$/.test(name))
    .sort();
  for (const name of names) {
    const document = parseCaseFile(await readFile(join(FOLDER, name), 'utf8'));
    const expectedName = name.replace(/\.json$/, '.expected.json');
    const expected: unknown = JSON.parse(await readFile(join(FOLDER, expectedName), 'utf8'));
    const { bookId } = await replayCaseFile(dataSource, document, wakeUp);
    const { statement } = await readStatement(dataSource.manager, document.id);
    const totals = await readSectionTotals(dataSource, bookId);
    yield {
      id: document.id,
      title: document.title,
      asExpected: isDeepStrictEqual(JSON.parse(JSON.stringify(statement)), expected),
      balanced: totals.every(({ total }) => total === 0n),
    };
  }
}
