import { parseCaseFile, readExplanations, readStatement, replayCaseFile } from '../src/casefile';
import { brokenRules } from './support/books';
import { EXAMPLES, exampleText, expectedStatement } from './support/examples';
import { createTestDatabase, type TestDatabase } from './support/test-database';

describe('the example case files', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it.each(EXAMPLES)(
    '%s gives exactly its expected statement, also when replayed twice',
    async (name) => {
      const document = parseCaseFile(exampleText(name));
      for (const replay of ['first', 'second']) {
        await replayCaseFile(database.dataSource, document);
        const { statement } = await readStatement(database.dataSource.manager, document.id);
        expect({ replay, statement }).toEqual({ replay, statement: expectedStatement(name) });
      }
    },
  );

  it('may tell that a payment came back on a day before it was made: it is undone by other lines then', async () => {
    const { dataSource } = database;
    const told = JSON.parse(exampleText('03-taizhou-2014')) as {
      id: string;
      events: { type: string; on: string; item?: string }[];
    };
    const returned = told.events.find(({ type }) => type === 'advance.payment_returned');
    const paid = told.events.find(
      ({ type, item }) => type === 'advance.pay' && item === returned?.item,
    );
    if (returned === undefined || paid === undefined) throw new Error('no payment that came back');
    returned.on = '2014-01-02';
    const early = parseCaseFile(JSON.stringify({ ...told, id: 'returned-early' }));
    const { bookId } = await replayCaseFile(dataSource, early);
    const { statement } = await readStatement(dataSource.manager, early.id);
    expect(statement).toEqual(expectedStatement('03-taizhou-2014'));
    const rows = await dataSource.query<{ fact: string; on: string }[]>(
      `SELECT j.fact, j.business_on::text AS on FROM ledger.journal j
        WHERE j.book_id = $1 AND (j.reverses IS NOT NULL OR j.fact = 'advance_payment_returned')`,
      [bookId],
    );
    expect(rows).toEqual([{ fact: 'advance_payment_returned', on: '2014-01-02' }]);
  });

  it('leave books in which every journal balances and no voucher number is missing', async () => {
    expect(await brokenRules(database.dataSource)).toEqual([]);
  });

  it('explain every computed figure by inputs, rule, article and steps', async () => {
    const { dataSource } = database;
    const document = parseCaseFile(exampleText('06-written-off-then-paid'));
    const caseFile = await replayCaseFile(dataSource, document);
    const { explanations } = await readStatement(dataSource.manager, document.id);
    const all = await readExplanations(dataSource.manager, caseFile, explanations);
    expect(
      new Set(all.map((explanation) => (explanation as { rule: string }).rule)).size,
    ).toBeGreaterThan(5);
    for (const explanation of all) {
      expect(explanation).toMatchObject({
        subject: expect.stringMatching(/./) as string,
        rule: expect.stringMatching(/./) as string,
        ruleVersion: expect.stringMatching(/./) as string,
        articles: expect.arrayContaining([expect.stringMatching(/./)]) as string[],
        inputs: expect.any(Object) as object,
        steps: expect.arrayContaining([
          expect.objectContaining({ gives: expect.anything() as unknown }),
        ]) as object[],
      });
    }
  });
});
