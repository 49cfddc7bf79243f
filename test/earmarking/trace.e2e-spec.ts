import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { LitigationCase } from '../../src/cases';
import { readTrace } from '../../src/earmarking';
import type { TraceView } from '../../src/earmarking/trace-schemas';
import { ClaimsScene, fenOf } from '../claims/claims-scene';
import { EXAMPLES, exampleText, expectedStatement } from '../support/examples';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

interface Expected {
  readonly damageFund: {
    readonly received: string;
    readonly remitted: string;
    readonly paid: string;
  };
}

const inFen = (yuan: string): bigint => (yuan === '0.00' ? 0n : fenOf(yuan));

/** What must hold of every trace: the ways tile, and each portion is made of its ways exactly. */
function brokenIn({ ways, received, remitted, appropriated, paid, totals }: TraceView): string[] {
  const broken: string[] = [];
  ways.forEach(({ from, to, amount }, index) => {
    if (from !== (ways[index - 1]?.to ?? '0.00')) broken.push(`a gap at ${from}`);
    if (inFen(to) - inFen(from) !== inFen(amount)) broken.push(`a wrong amount at ${from}`);
  });
  for (const [stage, portions] of Object.entries({ received, remitted, appropriated, paid })) {
    const key = stage as 'received' | 'remitted' | 'appropriated' | 'paid';
    for (const { id, amount } of portions) {
      const own = ways.filter((way) => way[key] === id);
      if (own.reduce((sum, way) => sum + inFen(way.amount), 0n) !== inFen(amount)) {
        broken.push(`${stage} ${id} is not its ways`);
      }
    }
    const sum = portions.reduce((all, { amount }) => all + inFen(amount), 0n);
    if (sum !== inFen(totals[key])) broken.push(`${stage} is not its sum`);
  }
  for (const way of ways) {
    if (way.paid !== null && way.received === null) broken.push(`paid from nothing at ${way.from}`);
  }
  return broken;
}

describe('the way of damage money in case files', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const traceOf = async (name: string): Promise<TraceView> => {
    const { bookId } = await replayCaseFile(database.dataSource, parseCaseFile(exampleText(name)));
    const { manager } = database.dataSource;
    return readTrace(manager, await manager.findOneByOrFail(LitigationCase, { bookId }), name);
  };

  it.each(EXAMPLES)(
    '%s: every paid fen comes from one receipt, and the sums are the statement’s',
    async (name) => {
      const trace = await traceOf(name);
      const { damageFund } = expectedStatement(name) as Expected;
      expect(brokenIn(trace)).toEqual([]);
      const { received, remitted, paid } = trace.totals;
      expect({ remitted, paid }).toEqual({ remitted: damageFund.remitted, paid: damageFund.paid });
      // In trust, interest on damages is damage money as well, which the statement tells apart.
      if (trace.route === 'treasury') expect(received).toBe(damageFund.received);
      else expect(inFen(received) >= inFen(damageFund.received)).toBe(true);
    },
  );

  it('Nanjing: the second milestone is paid from both receipts, which is where the first one ends', async () => {
    const trace = await traceOf('08-nanjing-2020');
    expect(trace.received.map(({ receipt, amount }) => [receipt?.ref, amount])).toEqual([
      ['R1', '600000.00'],
      ['R2', '1293112.00'],
    ]);
    const told = trace.ways.map(({ from, to, received, paid }) => [
      from,
      to,
      trace.received.find(({ id }) => id === received)?.receipt?.ref,
      trace.paid.find(({ id }) => id === paid)?.milestone,
    ]);
    // 567,933.60 of R1, then its last 32,066.40; 757,244.80 end at 1,325,178.40.
    expect(told).toEqual([
      ['0.00', '567933.60', 'R1', '1'],
      ['567933.60', '600000.00', 'R1', '2'],
      ['600000.00', '1325178.40', 'R2', '2'],
      ['1325178.40', '1703800.80', 'R2', '3'],
      ['1703800.80', '1893112.00', 'R2', '4'],
    ]);
    for (const { lines } of [...trace.received, ...trace.remitted, ...trace.paid]) {
      expect(lines.length).toBeGreaterThan(0);
      expect(lines[0]).toMatchObject({
        voucher: expect.stringMatching(/^记-\d{4}-\d{2}-\d{4}$/) as string,
      });
    }
  });
});

describe('the way of damage money over HTTP', () => {
  let scene: ClaimsScene;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
  });
  afterAll(() => scene.close());

  const path = (id: string, query = ''): string => `/api/v1/cases/${id}/damage-fund/trace${query}`;

  it('is told by one fen, follows what is taken back, and is the bureau’s alone', async () => {
    const litigation = await scene.openCase();
    await scene.judge(litigation, [
      { ref: '判项1', amount: '1000.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
    ]);
    const receive = async (amount: string, bankReference: string): Promise<string> => {
      const { status, body } = await scene.receive(litigation, {
        ...{ payer: litigation.defendants['d1'], amount, kind: 'voluntary' },
        ...{ receivedOn: '2026-02-20', bankReference },
      });
      expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
      await scene.post();
      return body.id;
    };
    const first = await receive('300.00', '2026-A');
    const second = await receive('200.00', '2026-B');
    await scene.carryOut(
      await scene.ask('damages_remittance', {
        ...{ case: litigation.id, amount: '400.00', reason: '上缴' },
        payee: await scene.ofTreasury(),
      }),
    );
    await scene.post();
    const read = async (query = ''): Promise<TraceView> => {
      const { body } = (await scene.officer.browser
        .get(path(litigation.id, query))
        .expect(200)) as {
        body: TraceView;
      };
      expect(brokenIn(body)).toEqual([]);
      return body;
    };
    const whole = await read();
    expect(whole.totals).toEqual({
      ...{ received: '500.00', remitted: '400.00', appropriated: '0.00' },
      ...{ paid: '0.00', left: '500.00' },
    });
    expect(whole.received.map(({ receipt }) => receipt?.id)).toEqual([first, second]);
    expect(whole.ways.map(({ from, to, remitted }) => [from, to, remitted !== null])).toEqual([
      ['0.00', '300.00', true],
      ['300.00', '400.00', true],
      ['400.00', '500.00', false],
    ]);

    // The fen that completes 300.00 is the last of the first receipt; the next is the first of the second.
    expect((await read('?fen=30000')).fen?.received?.receipt?.id).toBe(first);
    expect((await read('?fen=30001')).fen?.received?.receipt?.id).toBe(second);
    const last = await read(`?receipt=${second}&yuan=200.00`);
    expect(last.fen).toMatchObject({ number: '50000', remitted: null, paid: null });
    for (const query of ['?fen=50001', `?receipt=${second}&yuan=200.01`, '?receipt=x&yuan=1.00']) {
      await scene.officer.browser.get(path(litigation.id, query)).expect(404);
    }
    for (const query of ['?fen=0', '?yuan=1.00', '?fen=1&receipt=x&yuan=1.00']) {
      await scene.officer.browser.get(path(litigation.id, query)).expect(400);
    }
    await scene.member.browser.get(path(litigation.id)).expect(403);
    const [event] = await scene.dataSource.query<{ person: string }[]>(
      `SELECT person FROM fund.audit_event WHERE action = 'damages.trace' AND subject = $1 LIMIT 1`,
      [`litigation_case/${litigation.id}`],
    );
    expect(event?.person).toBe(scene.officer.name);

    // The bank sends the remittance back: nothing was remitted. The first receipt is taken back: the second comes first.
    const cashier = await scene.approvals.someone('cashier');
    const { body: paidOut } = (await scene.officer.browser
      .get(`/api/v1/cases/${litigation.id}/pay-outs`)
      .expect(200)) as { body: { items: { id: string }[] } };
    await cashier.browser
      .post(`/api/v1/pay-outs/${paidOut.items[0]?.id ?? ''}/return`, {
        ...{ on: scene.day, reason: '账号有误', bankReference: '退001' },
      })
      .expect(200);
    await scene.post();
    expect((await read()).totals).toMatchObject({ received: '500.00', remitted: '0.00' });
    const { id: documentId, sha256 } = await scene.organizations.upload(scene.officer);
    await scene.carryOut(
      await scene.ask('receipt_reversal', {
        ...{ receipt: first, reason: '执行依据被撤销' },
        document: { id: documentId, sha256 },
      }),
    );
    await scene.post();
    const left = await read('?fen=1');
    expect(left.totals).toMatchObject({ received: '200.00', left: '200.00' });
    expect(left.fen?.received?.receipt?.id).toBe(second);
  });
});
