import { INBOX, type Someone } from '../approvals/approval-scene';
import { BankScene, type LineShown } from './bank-scene';
import { movement, statementFile } from './files';

const DAY = '2026-03-31';

interface Item {
  readonly source: string;
  readonly title: string;
  readonly state: string;
  readonly dueOn: string;
  readonly link: string;
  readonly actions: readonly string[];
}

describe('what waits of bank accounts', () => {
  let scene: BankScene;
  let reviewer: Someone;
  beforeEach(async () => {
    scene = await BankScene.open();
    reviewer = await scene.approvals.someone('reviewer');
  });
  afterEach(() => scene.close());

  const waiting = async ({ browser }: Someone): Promise<Item[]> => {
    const { body } = (await browser.get(`${INBOX}?limit=200`).expect(200)) as {
      body: { items: Item[] };
    };
    return body.items.filter(({ source }) => source.startsWith('bank_'));
  };
  const ignore = (line: LineShown | undefined) =>
    scene.officer.browser
      .post(`/api/v1/bank-lines/${line?.id ?? ''}/ignore`, { book: scene.book, reason: '核实' })
      .expect(204);
  const make = async (on: string): Promise<string> => {
    const { body } = (await scene.officer.browser
      .post('/api/v1/bank-reconciliations', { book: scene.book, account: '1002.01', on })
      .expect(201)) as { body: { id: string } };
    return body.id;
  };

  it('are lines that have been open for more than a week, until each is matched or ignored', async () => {
    const fresh = scene.approvals.dataSource.query<{ day: string }[]>(
      `SELECT ((now() AT TIME ZONE 'Asia/Shanghai')::date - 7)::text AS day`,
    );
    const [{ day } = { day: '' }] = await fresh;
    await scene.import(
      statementFile(0n, [
        movement(3_00n, { on: '2026-03-02' }),
        movement(4_00n, { on: '2026-03-05' }),
        movement(5_00n, { on: day }),
      ]),
    );
    expect(await waiting(scene.officer)).toMatchObject([
      {
        source: 'bank_lines',
        title: '银行流水未匹配：1002.01，2 笔',
        state: 'to_match',
        actions: ['match'],
        link: `/console/bank?book=${scene.book}&account=1002.01&state=unmatched`,
      },
    ]);
    expect(await waiting(reviewer)).toEqual([]);
    const { body: ageing } = (await reviewer.browser
      .get(`/api/v1/bank-lines/ageing?book=${scene.book}`)
      .expect(200)) as { body: { items: { account: string; ages: object }[] } };
    expect(ageing.items.find(({ account }) => account === '1002.01')).toMatchObject({
      ...{ count: 3, into: '12.00', out: '0.00' },
      ages: { '1-30': { count: 1, into: '5.00', out: '0.00' }, '31-60': { count: 0 } },
    });
    const lines = (await scene.lines()).toReversed();
    await ignore(lines[0]);
    expect(await waiting(scene.officer)).toMatchObject([
      { title: '银行流水未匹配：1002.01，1 笔' },
    ]);
    await ignore(lines[1]);
    expect(await waiting(scene.officer)).toEqual([]);
  });

  it('are reconciliation statements that nobody else stands for, and of an account the last one', async () => {
    await scene.import(statementFile(0n, [movement(3_00n), movement(-3_00n)]));
    const [out, into] = await scene.lines();
    await scene.officer.browser
      .post('/api/v1/bank-matches', {
        ...{ book: scene.book, account: '1002.01', entries: [] },
        lines: [out, into].map((line) => ({ id: line?.id, amount: '3.00' })),
      })
      .expect(201);
    await make('2026-03-30');
    const last = await make(DAY);
    expect(await waiting(reviewer)).toMatchObject([
      {
        ...{ source: 'bank_reconciliation', state: 'to_confirm', actions: ['confirm'] },
        title: `银行余额调节表：1002.01，截至 ${DAY}`,
      },
    ]);
    expect(await waiting(scene.officer)).toEqual([]);
    await reviewer.browser
      .post(`/api/v1/bank-reconciliations/${last}/confirm`, { book: scene.book })
      .expect(200);
    expect(await waiting(reviewer)).toEqual([]);
  });

  it('stand beside the lines as their matches say', async () => {
    await scene.enter({ amount: 2_00n });
    await scene.import(statementFile(0n, [movement(3_00n), movement(-1_00n)]));
    const [out, into] = (await scene.lines()) as [LineShown, LineShown];
    const match = await scene.officer.browser.post('/api/v1/bank-matches', {
      ...{ book: scene.book, account: '1002.01', entries: [] },
      lines: [
        { id: into.id, amount: '1.00' },
        { id: out.id, amount: '1.00' },
      ],
    });
    const { id } = match.body as { id: string };
    const standings = () =>
      scene.approvals.dataSource.query<object[]>(
        `SELECT s.matched_fen AS matched, s.ignored FROM fund.bank_line_standing s ORDER BY s.amount_fen`,
      );
    expect(await standings()).toEqual([
      { matched: '-100', ignored: false },
      { matched: '100', ignored: false },
    ]);
    await scene.officer.browser
      .post(`/api/v1/bank-matches/${id}/undo`, { book: scene.book, reason: '核实' })
      .expect(204);
    await ignore(out);
    expect(await standings()).toEqual([
      { matched: '0', ignored: true },
      { matched: '0', ignored: false },
    ]);
    await expect(
      scene.approvals.dataSource.query('UPDATE fund.bank_line_standing SET ignored = false'),
    ).rejects.toThrow('permission denied');
  });

  it('stand beside the entries as their matches say, and nobody else says so', async () => {
    await scene.enter({ amount: 3_00n });
    await scene.import(statementFile(0n, [movement(2_00n), movement(1_00n)]));
    const { dataSource } = scene.approvals;
    const found: { account: string; seq: string }[] = await dataSource.query(
      `SELECT e.account_id AS account, e.seq FROM ledger.entry e WHERE e.amount = 300`,
    );
    const [entry] = found;
    const matchOf = async (amount: string): Promise<string> => {
      const [line] = (await scene.lines()).filter((each) => each.amount === amount);
      const { body } = (await scene.officer.browser
        .post('/api/v1/bank-matches', {
          ...{ book: scene.book, account: '1002.01', lines: [{ id: line?.id, amount }] },
          entries: [{ ...entry, amount }],
        })
        .expect(201)) as { body: { id: string } };
      return body.id;
    };
    const taken = () =>
      dataSource.query<object[]>(
        `SELECT account_code AS account, by_request, number, taken_fen AS taken FROM fund.bank_entry_taken`,
      );
    const kept = { account: '1002.01', by_request: false, number: entry?.seq };
    expect(await taken()).toEqual([]);
    const first = await matchOf('2.00');
    expect(await taken()).toEqual([{ ...kept, taken: '200' }]);
    await matchOf('1.00');
    expect(await taken()).toEqual([{ ...kept, taken: '300' }]);
    await scene.officer.browser
      .post(`/api/v1/bank-matches/${first}/undo`, { book: scene.book, reason: '核实' })
      .expect(204);
    expect(await taken()).toEqual([{ ...kept, taken: '100' }]);
    for (const act of [
      'UPDATE fund.bank_entry_taken SET taken_fen = 0',
      'DELETE FROM fund.bank_entry_taken',
    ]) {
      await expect(dataSource.query(act)).rejects.toThrow('permission denied');
    }
  });
});
