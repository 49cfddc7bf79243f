import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { booksOf, brokenRules } from '../support/books';
import { examplePath, exampleText, expectedStatement } from '../support/examples';
import { buildOnce, environmentOf, runFund, startFund } from '../support/fund-process';
import { Gate } from '../support/gates';
import { isLongRun, reportFigures, sized } from '../support/reliability';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { ACCEPT_POINTS, DRAIN_POINTS, killAt } from './points';

const NAME = '06-written-off-then-paid';
const EVERY_POINT = [...ACCEPT_POINTS, ...DRAIN_POINTS];
/** In the usual run every other one. */
const POINTS = sized(
  EVERY_POINT.filter((_, index) => index % 2 === 0),
  EVERY_POINT,
);
const ENDS_WITHIN_MS = 1_800_000;

describe('npx fund replay, which accepts and posts', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    database = await createTestDatabase();
    await Gate.build(database);
  }, 180_000);
  afterAll(() => database.drop());

  it(
    'killed at the named points and run again, gives the same books as one run',
    async () => {
      const kills: Record<string, number> = {};
      // The full size goes round the points until the file ends, which it does: some deaths leave an event done.
      for (let turn = 0; isLongRun || turn < POINTS.length; turn += 1) {
        const point = POINTS[turn % POINTS.length];
        if (point === undefined) throw new Error('there are no points');
        const isKilled = await killAt(point, database, () => {
          const { process } = startFund(['replay', examplePath(NAME)], environmentOf(database));
          return Promise.resolve(process);
        });
        if (!isKilled) break;
        kills[point.name] = (kills[point.name] ?? 0) + 1;
      }
      expect(Object.keys(kills)).toEqual(POINTS.map(({ name }) => name));

      const last = await runFund(['replay', examplePath(NAME)], environmentOf(database));
      expect({ status: last.status, stderr: last.stderr }).toEqual({ status: 0, stderr: '' });
      expect(JSON.parse(last.stdout)).toEqual(expectedStatement(NAME));
      expect(await brokenRules(database.dataSource)).toEqual([]);

      const document = parseCaseFile(exampleText(NAME));
      const inOneRun = await createTestDatabase();
      try {
        await replayCaseFile(inOneRun.dataSource, document);
        const journals = await booksOf(database.dataSource, document.id);
        expect(journals).toEqual(await booksOf(inOneRun.dataSource, document.id));
        reportFigures('killed-replay', { kills, entries: journals.length });
      } finally {
        await inOneRun.drop();
      }
    },
    ENDS_WITHIN_MS,
  );
});
