import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { readPublication } from '../../src/earmarking';
import type { Publication } from '../../src/earmarking/publication-schemas';
import { ClaimsScene } from '../claims/claims-scene';
import { exampleText } from '../support/examples';
import { environmentOf, runFund } from '../support/fund-process';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const BOOK = 'casefile-nanjing-2020';

describe('damage money of a year for publication', () => {
  let database: TestDatabase;
  let bookId: number;
  beforeAll(async () => {
    database = await createTestDatabase();
    const document = parseCaseFile(exampleText('08-nanjing-2020'));
    ({ bookId } = await replayCaseFile(database.dataSource, document));
  });
  afterAll(() => database.drop());

  const of = (year: number): Promise<Publication> =>
    readPublication(database.dataSource.manager, [bookId], year);

  it('begins with the year of the effective judgment, and tells each year what came and went by its days', async () => {
    expect((await of(2019)).items).toEqual([]);
    // Effective on 20 December 2020; the defendant pays in 2021.
    expect((await of(2020)).items).toMatchObject([
      { ordered: '1893112.00', received: '0.00', balance: '0.00', progress: 'awaiting_payment' },
    ]);
    // Three milestones in 2021: 30, 40 and 20 per cent of 1,893,112.00.
    expect((await of(2021)).items).toMatchObject([
      {
        ...{ receivedInYear: '1893112.00', received: '1893112.00', remitted: '1893112.00' },
        ...{ spentInYear: '1703800.80', spent: '1703800.80', balance: '189311.20' },
        progress: 'under_way',
        plans: [{ plan: 'P1', amount: '1893112.00', spent: '1703800.80', acceptedOn: null }],
      },
    ]);
    const last = await of(2022);
    expect(last.items).toMatchObject([
      {
        ...{ receivedInYear: '0.00', spentInYear: '189311.20', spent: '1893112.00' },
        ...{ balance: '0.00', progress: 'completed' },
        plans: [{ acceptedOn: '2022-06-01', effectEvaluatedOn: '2022-09-01' }],
      },
    ]);
    expect(last.totals).toEqual({
      ...{ receivedInYear: '0.00', spentInYear: '189311.20' },
      ...{ received: '1893112.00', spent: '1893112.00', balance: '0.00' },
    });
  });

  it('names no defendant, no payee and no account', async () => {
    const text = JSON.stringify(await of(2022));
    for (const name of ['defendant', 'contractor', '08-B-1', 'bank', 'payee', 'procuratorate']) {
      expect(text).not.toContain(name);
    }
  });

  it('is printed by the command line as JSON, and as a table that spreadsheets read', async () => {
    const environment = environmentOf(database);
    const json = await runFund(['publication', '2021', '--book', BOOK], environment);
    expect(JSON.parse(json.stdout)).toEqual(await of(2021));
    const table = await runFund(['publication', '2021', '--book', BOOK, '--csv'], environment);
    const [head = '', row = '', total = ''] = table.stdout.split('\r\n');
    expect(head.startsWith('\uFEFF案号,审理法院,')).toBe(true);
    expect(row).toContain(
      ',1893112.00,1893112.00,1893112.00,1893112.00,1703800.80,1703800.80,189311.20,修复中,',
    );
    expect(total.startsWith('合计,')).toBe(true);
    const wrong = await runFund(['publication', '21', '--book', BOOK], environment);
    expect(wrong.status).not.toBe(0);
    expect(wrong.stderr).toContain('PARAMETER_INVALID');
  });
});

describe('damage money for publication over HTTP', () => {
  let scene: ClaimsScene;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
  });
  afterAll(() => scene.close());

  it('is the bureau’s own cases, as JSON and as a file, and on the trail', async () => {
    const silent = await scene.openCase();
    const litigation = await scene.openCase();
    await scene.judge(
      litigation,
      [{ ref: '判项1', amount: '100.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] }],
      '2025-06-05',
    );
    const path = '/api/v1/damage-fund/publication';
    const read = async (year: string, query = ''): Promise<Publication> => {
      const { body } = (await scene.officer.browser.get(`${path}/${year}${query}`).expect(200)) as {
        body: Publication;
      };
      return body;
    };
    const numbers = ({ items }: Publication): string[] => items.map(({ caseNumber }) => caseNumber);
    expect(numbers(await read('2024'))).toEqual([]);
    expect(numbers(await read('2025', `?book=${scene.bookCode}`))).toEqual([litigation.number]);
    expect(numbers(await read('2025'))).not.toContain(silent.number);
    expect(numbers(await read('2025', '?book=another'))).toEqual([]);
    const file = await scene.officer.browser.get(`${path}/2025?format=csv`).expect(200);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.text).toContain(litigation.number);
    expect(file.text).not.toContain('某化工公司');
    await scene.officer.browser.get(`${path}/25`).expect(400);
    await scene.member.browser.get(`${path}/2025`).expect(403);
    const [event] = await scene.dataSource.query<{ subject: string }[]>(
      `SELECT subject FROM fund.audit_event WHERE action = 'damages.publish' LIMIT 1`,
    );
    expect(event?.subject).toBe('publication/2024');
  });
});
