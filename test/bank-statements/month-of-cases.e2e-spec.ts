import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { ClaimsScene, fenOf, type LiveCase, type Ordered } from '../claims/claims-scene';
import { BankScene, type LineShown } from './bank-scene';
import { type Movement, movement, statementFile } from './files';

const CASES = 30;
const EFFECTIVE = '2026-04-20';
const DUE = '2026-05-20';
const MONTH_END = '2026-06-30';
const ACCOUNT = '1002.02';
/** What a judgment and the money of defendants bring into the books. */
const FACTS = ['judgment_effective', 'receipt_recorded', 'receipt_allocated'];

interface Payment {
  readonly payer: string;
  readonly amount: string;
  readonly on: string;
}

/** A case as the test tells it, to the service and in a case file. */
interface Told {
  readonly items: readonly Ordered[];
  readonly defendants: number;
  readonly costs: string;
  readonly payments: readonly Payment[];
}

interface Suggestion {
  readonly line: { readonly id: string; readonly left: string };
  readonly candidates: readonly {
    readonly account: string;
    readonly seq: string;
    readonly caseNumber: string | null;
    readonly reasons: readonly string[];
  }[];
}

const day = (of: number): string => `2026-06-${String(of).padStart(2, '0')}`;
const yuan = (whole: number): string => `${String(whole)}.00`;

/** Sole, joint and several debtors in turn; one payment of part of the debt, of every second case another one. */
function tell(place: number): Told {
  const costs = yuan(1_000 + 10 * place);
  const damages = 5_000 + 100 * place;
  const mode = (['sole', 'joint', 'several'] as const)[place % 3] ?? 'sole';
  const share = yuan(damages / 2);
  const debtors =
    mode === 'sole'
      ? [{ ref: 'd1' }]
      : ['d1', 'd2'].map((ref) => ({ ref, ...(mode === 'several' && { share }) }));
  const first = { payer: 'd1', amount: yuan(1_500 + 10 * place), on: day(1 + (place % 25)) };
  const last = {
    payer: mode === 'sole' ? 'd1' : 'd2',
    amount: '300.00',
    on: day(26 + (place % 3)),
  };
  // Of the last case two that are equal in everything.
  const more = place === CASES - 1 ? [first] : place % 2 === 0 ? [last] : [];
  return {
    costs,
    defendants: debtors.length,
    items: [
      { ref: '成本', kind: 'fund_costs', amount: costs, dueOn: DUE, debtors: [{ ref: 'd1' }] },
      { ref: '修复', kind: 'restoration', amount: yuan(damages), dueOn: DUE, mode, debtors },
    ],
    payments: [first, ...more],
  };
}

/** The same case as a case file tells it. */
function caseFileOf({ items, defendants, costs, payments }: Told, place: number): string {
  const on = EFFECTIVE;
  return JSON.stringify({
    format: 'casefile/1',
    id: `month-${String(place)}`,
    title: 'One of a month',
    asOf: MONTH_END,
    organizations: [
      {
        ref: 'o1',
        name: 'Plaintiff',
        kind: 'social_association',
        uscc: '51220000MJ00010109',
        registeredOn: '2010-01-01',
        annualReports: [2021, 2022, 2023, 2024, 2025],
        cleanRecordStatementOn: '2026-01-01',
        charterRelated: true,
        penalties: [],
      },
    ],
    defendants: Array.from({ length: defendants }, (_, index) => ({
      ...{ ref: `d${String(index + 1)}`, name: 'Defendant', kind: 'enterprise' },
    })),
    case: { number: 'n', court: 'c', filedOn: '2026-03-02' },
    events: [
      { on, type: 'appropriation', pool: 'special_fund', amount: '100000.00' },
      {
        ...{ on, type: 'advance.apply', ref: 'a1', organization: 'o1' },
        items: [{ ref: 'i1', category: 'appraisal', amount: costs, payee: 'p' }],
      },
      { on, type: 'advance.approve', advance: 'a1' },
      { on, type: 'advance.pay', item: 'i1' },
      {
        ...{ on, type: 'advance.settle', item: 'i1' },
        invoices: [{ issuer: `i${String(place)}`, number: '1', amount: costs }],
      },
      {
        ...{ on, type: 'judgment', ref: 'j1', outcome: 'win', effectiveOn: EFFECTIVE },
        items: items.map(({ ref, kind, amount, dueOn, mode = 'sole', debtors }) => ({
          ...{ ref, kind, amount, dueOn, liability: { mode, debtors } },
        })),
      },
      ...payments.map(({ payer, amount, on: received }, index) => ({
        ...{ on: received, type: 'receipt', ref: `r${String(index)}`, from: payer, amount },
        bankReference: String(index),
      })),
    ],
  });
}

describe('a month of bank lines for thirty cases', () => {
  let claims: ClaimsScene;
  let bank: BankScene;
  const told = Array.from({ length: CASES }, (_, place) => tell(place));
  const cases: LiveCase[] = [];
  beforeAll(async () => {
    claims = await ClaimsScene.open();
    bank = await BankScene.over(claims.approvals, claims.officer);
    for (const { items, defendants, costs } of told) {
      const opened = await claims.openCase({ defendants, settled: costs });
      await claims.judge(opened, items, EFFECTIVE);
      cases.push(opened);
    }
  });
  afterAll(() => claims.close());

  const ofAccount = { account: ACCOUNT };
  const numberOf = (place: number): string => cases[place]?.number ?? '';

  /** In the order of their days; the bank gives most of them a serial number. */
  const payments = told
    .flatMap((each, place) => each.payments.map((payment) => ({ ...payment, place })))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.place - b.place));

  const movements = (): Movement[] =>
    payments.map(({ amount, on, place }, index) =>
      movement(fenOf(amount), {
        on,
        serial: place === CASES - 1 ? null : `S${String(index).padStart(4, '0')}`,
        counterparty: '某化工公司',
        remark: `执行款 ${numberOf(place)}`,
      }),
    );

  /** What was posted, without names and numbers, over so many books. */
  const entriesOf = (books: readonly number[]): Promise<object[]> =>
    claims.dataSource.query<object[]>(
      `SELECT j.fact, a.code, e.amount::text, count(*)::integer AS times
         FROM ledger.entry e JOIN ledger.account a ON a.id = e.account_id
         JOIN ledger.journal j ON j.book_id = e.book_id AND j.number = e.journal_number
        WHERE e.book_id = ANY ($1) AND j.fact = ANY ($2) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [books, FACTS],
    );

  const suggestions = async (): Promise<readonly Suggestion[]> => {
    const path = `/api/v1/bank-matches/suggestions?book=${bank.book}&account=${ACCOUNT}`;
    const { body } = (await bank.officer.browser.get(path).expect(200)) as {
      body: { items: Suggestion[] };
    };
    return body.items;
  };

  it('is imported once, however often the file is sent, and equal lines stay two', async () => {
    const file = statementFile(0n, movements());
    expect(await bank.import(file, ofAccount)).toMatchObject({
      status: 201,
      body: { added: payments.length, known: [] },
    });
    expect(await bank.import(file, ofAccount)).toMatchObject({ body: { added: 0 } });
    const equal = (await bank.lines(ofAccount)).filter(({ amount }) => amount === '1790.00');
    expect(equal).toHaveLength(2);
  });

  it('is booked case by case, by the lines', async () => {
    const lines: LineShown[] = (await bank.lines(ofAccount)).toReversed();
    for (const { amount, on, payer, place } of payments) {
      const at = lines.findIndex((line) => line.on === on && line.amount === amount);
      expect(at).toBeGreaterThanOrEqual(0);
      const [line] = lines.splice(at, 1);
      const answer = await claims.receive(cases[place] ?? { id: '', number: '', defendants: {} }, {
        payer: cases[place]?.defendants[payer],
        amount,
        kind: 'court_transfer',
        receivedOn: on,
        bankReference: line?.id,
      });
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
    }
    await claims.post();
    expect(lines).toEqual([]);
  });

  it('is matched by what is suggested, with its reasons, to the last line', async () => {
    for (let left = payments.length; left > 0; left -= 1) {
      const [{ line, candidates: [best] } = { line: undefined, candidates: [] }] =
        await suggestions();
      expect(best?.reasons).toEqual(
        expect.arrayContaining(['same_amount', 'same_day', 'case_in_remark']),
      );
      await bank.officer.browser
        .post('/api/v1/bank-matches', {
          ...{ book: bank.book, account: ACCOUNT },
          lines: [{ id: line?.id, amount: line?.left }],
          entries: [{ account: best?.account, seq: best?.seq, amount: line?.left }],
        })
        .expect(201);
    }
    expect(await suggestions()).toEqual([]);
    const states = (await bank.lines(ofAccount)).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['matched']));
  });

  it('has a reconciliation statement that balances, confirmed by somebody else', async () => {
    const { body: made } = (await bank.officer.browser
      .post('/api/v1/bank-reconciliations', {
        ...{ book: bank.book, account: ACCOUNT, on: MONTH_END },
      })
      .expect(201)) as { body: { id: string; content: object } };
    const total = payments.reduce((sum, { amount }) => sum + fenOf(amount), 0n);
    const inYuan = `${String(total / 100n)}.00`;
    expect(made.content).toMatchObject({
      ...{ bookBalance: inYuan, bankBalance: inYuan, difference: '0.00', items: [] },
    });
    const path = `/api/v1/bank-reconciliations/${made.id}/confirm`;
    const book = { book: bank.book };
    expect((await bank.officer.browser.post(path, book)).status).toBe(403);
    expect((await claims.reviewer.browser.post(path, book)).status).toBe(200);
  });

  it('leaves what is outstanding as the books have it, by age', async () => {
    const { body } = (await bank.officer.browser
      .get(`/api/v1/ageing?book=${bank.book}&on=${MONTH_END}`)
      .expect(200)) as { body: { outstanding: string; books: { total: string } } };
    expect(body.outstanding).toBe(body.books.total);
    expect(fenOf(body.outstanding)).toBeGreaterThan(0n);
  });

  it('has the books that the case files of the same cases have', async () => {
    const books: number[] = [];
    for (const [place, each] of told.entries()) {
      const file = parseCaseFile(caseFileOf(each, place));
      books.push((await replayCaseFile(claims.dataSource, file)).bookId);
    }
    expect(await entriesOf([claims.bookId])).toEqual(await entriesOf(books));
  });
});
