import { setTimeout as pause } from 'node:timers/promises';
import { parseCaseFile, replayCaseFile } from '../src/casefile';
import { booksOf, brokenRules } from './support/books';
import { EXAMPLES, examplePath, exampleText, expectedStatement } from './support/examples';
import { environmentOf, type FundRun, runFund, startFund } from './support/fund-process';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const statementOf = ({ stdout }: FundRun): unknown => JSON.parse(stdout);

describe('replaying as processes', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  async function eventsDone(id: string): Promise<number> {
    const rows = await database.dataSource.query<{ done: number }[]>(
      'SELECT count(*)::int AS done FROM fund.case_file_event WHERE case_file_id = $1',
      [id],
    );
    return rows[0]?.done ?? 0;
  }

  it('killed at ten random points and run again, gives the same books as one run', async () => {
    const name = '06-written-off-then-paid';
    const document = parseCaseFile(exampleText(name));
    const kills = 10;
    // One point in each tenth of the file, so that every kill meets a process at work.
    const points = Array.from({ length: kills }, (_, index) =>
      Math.floor(((index + Math.random()) * (document.events.length - 1)) / kills),
    );
    for (const point of points) {
      const doneBefore = await eventsDone(document.id);
      const run = startFund(['replay', examplePath(name)], environmentOf(database));
      while (run.process.exitCode === null) {
        const done = await eventsDone(document.id);
        if (done > point) break;
        // It starts for a second; from then on each event takes a few milliseconds.
        await pause(done === doneBefore ? 20 : 1);
      }
      await pause(Math.random() * 8);
      run.process.kill('SIGKILL');
      await run.done;
    }
    const last = await runFund(['replay', examplePath(name)], environmentOf(database));
    expect({ points, status: last.status, stderr: last.stderr }).toEqual({
      points,
      status: 0,
      stderr: '',
    });
    expect(statementOf(last)).toEqual(expectedStatement(name));
    expect(await brokenRules(database.dataSource)).toEqual([]);

    const inOneRun = await createTestDatabase();
    await replayCaseFile(inOneRun.dataSource, document);
    expect(await booksOf(database.dataSource, document.id)).toEqual(
      await booksOf(inOneRun.dataSource, document.id),
    );
    await inOneRun.drop();
  }, 120_000);

  it('all files at once, one of them by three processes, give their statements', async () => {
    const names = [...EXAMPLES, '01-tutorial', '01-tutorial'];
    const runs = await Promise.all(
      names.map((name) => runFund(['replay', examplePath(name)], environmentOf(database))),
    );
    for (const [index, run] of runs.entries()) {
      const name = names[index] ?? '';
      expect({ name, status: run.status, stderr: run.stderr }).toEqual({
        name,
        status: 0,
        stderr: '',
      });
      expect(statementOf(run)).toEqual(expectedStatement(name));
    }
    expect(await brokenRules(database.dataSource)).toEqual([]);
  }, 120_000);
});
