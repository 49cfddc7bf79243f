import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { readTrialBalance, settleBook } from '../../src/ledger';
import { AdvanceScene } from '../advances/advance-scene';
import { newKey, type Someone } from '../approvals/approval-scene';
import { exampleText } from '../support/examples';
import { ORDERS } from './payment-scene';

interface Event {
  readonly type: string;
  readonly pool?: string;
  readonly expect?: string;
}
interface Application {
  readonly items: readonly { readonly id: string }[];
}
interface Order {
  readonly id: string;
  readonly lines: readonly { readonly id: string }[];
}
interface Lines {
  readonly items: readonly { readonly id: string }[];
}

/** What the example of the tutorial says of its advance, without what it expects to be refused. */
function advanceOf(text: string): string {
  const document = JSON.parse(text) as { events: Event[] };
  const events = document.events.filter(
    ({ type, pool, expect: refused }) =>
      refused === undefined &&
      (type.startsWith('advance.') ? type !== 'advance.absorb' : pool === 'special_fund'),
  );
  return JSON.stringify({ ...document, id: 'advance-of-the-tutorial', events });
}

describe('a case that is entered over HTTP', () => {
  let scene: AdvanceScene;
  let cashier: Someone;
  beforeAll(async () => {
    scene = await AdvanceScene.open();
    cashier = await scene.approvals.someone('cashier');
  });
  afterAll(() => scene.close());

  const send = async <Body>(by: Someone, path: string, body: object): Promise<Body> => {
    const answer = (await by.browser.post(path, body).set('idempotency-key', newKey())) as {
      status: number;
      body: Body;
    };
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const today = async (): Promise<string> => {
    const [row] = await scene.dataSource.query<{ day: string }[]>(
      `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS day`,
    );
    return row?.day ?? '';
  };

  /** Asked for by the organization and approved by two others; the ids of its costs. */
  async function approved(): Promise<{ application: string; items: string[] }> {
    const vendor = await scene.payee('vendor', 'appraisal body');
    const firm = await scene.payee('law_firm', 'law firm');
    const documents = [await scene.paper(scene.member, 'quotation')];
    const { status, body } = await scene.ask(scene.member, await scene.openCase(), [
      { category: 'appraisal', amount: '100000.00', payee: vendor, more: { documents } },
      { category: 'lawyer', amount: '60000.00', payee: firm, more: { instance: 1 } },
    ]);
    if (status !== 201) throw new Error(JSON.stringify(body));
    expect(await scene.approve(body.id)).toMatchObject({ body: { state: 'approved' } });
    const read = await scene.officer.browser.get(`/api/v1/advances/${body.id}`).expect(200);
    const { items } = read.body as Application;
    return { application: body.id, items: items.map(({ id }) => id) };
  }

  async function pay(payments: readonly { item: string; amount: string }[]): Promise<void> {
    const book = scene.organizations.bookCode;
    const order = await send<Order>(scene.officer, ORDERS, { book, payments });
    for (const { id } of order.lines) {
      const path = `${ORDERS}/${order.id}/lines/${id}/result`;
      await send(cashier, path, { result: 'paid', on: await today() });
    }
  }

  async function settle(
    application: string,
    receipts: readonly { item: string; issuer: string; number: string; amount: string }[],
  ): Promise<void> {
    const { id: document } = await scene.organizations.upload(scene.member, '发票.pdf');
    const submitted = await send<Lines>(scene.member, `/api/v1/advances/${application}/receipts`, {
      lines: receipts.map(({ item, issuer, number, amount }) => ({
        ...{ item, document, amount },
        invoice: { issuer, number, issuedOn: '2026-04-01', total: amount },
      })),
    });
    for (const { id } of submitted.items) {
      await send(scene.officer, `/api/v1/receipt-lines/${id}/decision`, { decision: 'accept' });
    }
  }

  /** What was posted to a book, without its days and its names. */
  async function booksOf(bookId: number): Promise<object> {
    await settleBook(scene.dataSource, bookId);
    const entries = await scene.dataSource.query<object[]>(
      `SELECT j.fact, a.code, a.dimension_1 AS pool, e.amount::text, count(*)::integer AS times
         FROM ledger.entry e JOIN ledger.account a ON a.id = e.account_id
         JOIN ledger.journal j ON j.book_id = e.book_id AND j.number = e.journal_number
        WHERE e.book_id = $1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      [bookId],
    );
    return { entries, balances: await readTrialBalance(scene.dataSource.manager, bookId) };
  }

  it('has the books of its case file: from the application to the return of the surplus', async () => {
    await scene.budget({ appraisal: '300000.00', lawyer: '200000.00' });
    const { application, items } = await approved();
    const [appraisal = '', lawyer = ''] = items;
    await pay([
      { item: appraisal, amount: '100000.00' },
      { item: lawyer, amount: '60000.00' },
    ]);
    await settle(application, [
      { item: appraisal, issuer: 'appraisal body', number: '01-0001', amount: '92500.00' },
      { item: lawyer, issuer: 'law firm', number: '01-0077', amount: '60000.00' },
    ]);
    const surplus = `/api/v1/advances/items/${appraisal}`;
    await send(scene.officer, `${surplus}/surplus`, {});
    await send(scene.officer, `${surplus}/surplus-returned`, {
      ...{ amount: '7500.00', on: await today(), bankReference: '回单1' },
    });

    const { bookId } = await replayCaseFile(
      scene.dataSource,
      parseCaseFile(advanceOf(exampleText('01-tutorial'))),
    );
    const inHttp = await booksOf(scene.approvals.bureau.bookId);
    expect(inHttp).toEqual(await booksOf(bookId));
    // 500,000.00 appropriated, 152,500.00 advanced and settled, the rest in the fund.
    expect(inHttp).toMatchObject({
      balances: new Map([
        ['1011', 34_750_000n],
        ['1218.02', 15_250_000n],
        ['4001.01', -50_000_000n],
      ]),
    });
  });
});
