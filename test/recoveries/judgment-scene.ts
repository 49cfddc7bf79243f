import { settleAdvance } from '../../src/advances';
import { fen } from '../../src/money';
import type { ContentJson } from '../../src/platform/json/content-hash';
import { APPROVALS, newKey, type Someone } from '../approvals/approval-scene';
import { type Told, TO_FINAL } from '../case-register/case-scene';
import { PaymentScene } from '../payments/payment-scene';

export interface Answer {
  readonly status: number;
  readonly body: { readonly id: string; readonly state: string; readonly code?: string } & Readonly<
    Record<string, unknown>
  >;
}

/** Balances of a book by account and what stands beside the case: of a live case and of a case file alike. */
export type Balances = Readonly<Record<string, string>>;

/** What judgments of a case show, as far as tests look. */
export interface ShownJudgments {
  readonly judgments: readonly {
    readonly id: string;
    readonly ref: string;
    readonly reversedOn: string | null;
    readonly replaces: string | null;
    readonly items: readonly {
      readonly id: string;
      readonly ref: string;
      readonly ordered: string;
      readonly outstanding: string;
      readonly dueOn: readonly string[];
      readonly defaulted: boolean;
    }[];
    readonly inKind: readonly { readonly id: string; readonly acceptedOn: string | null }[];
    readonly refusedCosts: readonly object[];
    readonly documents: readonly { readonly id: string }[];
  }[];
  readonly stays: readonly object[];
  readonly deficits: readonly {
    readonly id: string;
    readonly what: string;
    readonly amount: string;
    readonly left: string;
    readonly ofCustody: boolean;
  }[];
  readonly flow: Readonly<Record<string, string>>;
}

const JUDGED_ACCOUNTS = ['1218.02', '1218.04', '2307.02', 'M0', 'M1', 'M2'];

/** A case whose costs were advanced and settled, with two defendants. */
export class JudgmentScene {
  private documents = 0;

  private constructor(
    readonly payments: PaymentScene,
    readonly defendants: readonly [string, string],
  ) {}

  static async open(): Promise<JudgmentScene> {
    return JudgmentScene.over(await PaymentScene.open());
  }

  static async over(payments: PaymentScene): Promise<JudgmentScene> {
    const scene = new JudgmentScene(payments, ['', '']);
    return scene.inNewCase('(2026)吉01民初1号', payments.caseId);
  }

  get officer(): Someone {
    return this.payments.officer;
  }

  get caseId(): string {
    return this.payments.caseId;
  }

  /** The same people with another case, whose costs of 1,000.00 are settled. */
  async inNewCase(number: string, opened?: string): Promise<JudgmentScene> {
    const { payments } = this;
    payments.caseId = opened ?? (await payments.openCase(number));
    const { items } = await payments.advance({ amount: 1_000_00n });
    const [itemId = ''] = items;
    await payments.pay(itemId, '1000.00');
    await payments.act(this.officer, (work) =>
      settleAdvance(work, {
        itemId,
        invoices: [{ issuer: '某检测公司', number: newKey(), amount: fen(1_000_00n) }],
      }),
    );
    const second: Told = [
      'defendant_added',
      '2026-03-05',
      { name: '乙公司', defendantKind: 'enterprise' },
    ];
    await this.tell([second]);
    const rows = await payments.dataSource.query<{ id: string }[]>(
      'SELECT id FROM fund.defendant WHERE case_id = $1 ORDER BY ordinal',
      [payments.caseId],
    );
    return new JudgmentScene(payments, [rows[0]?.id ?? '', rows[1]?.id ?? '']);
  }

  /** Tells steps of the procedure; returns the id of the last one. */
  async tell(steps: readonly Told[] = TO_FINAL): Promise<string> {
    let last = '';
    for (const [kind, on, more = {}] of steps) {
      const { body } = (await this.officer.browser
        .post(`/api/v1/cases/${this.caseId}/steps`, { kind, on, documents: [], ...more })
        .set('idempotency-key', newKey())
        .expect(201)) as { body: { id: string } };
      last = body.id;
    }
    return last;
  }

  async paper(): Promise<{ readonly id: string; readonly sha256: string }> {
    this.documents += 1;
    const name = `判决书${String(this.documents)}.pdf`;
    return this.payments.organizations.upload(this.officer, name);
  }

  /** A judgment that orders every kind of debt there is. */
  async content(step: string, more: object = {}): Promise<Record<string, ContentJson>> {
    const [first, second] = this.defendants;
    return {
      case: this.caseId,
      step,
      ref: '（2026）吉01民初1号判决',
      outcome: 'partial_win',
      claimed: '20000.00',
      items: [
        item('costs', 'fund_costs', '900.00', 'sole', [{ defendant: first }], {
          dueOn: '2026-07-17',
        }),
        item(
          'own',
          'organization_costs',
          '300.00',
          'joint',
          [{ defendant: first }, { defendant: second }],
          {
            organization: this.payments.organization,
          },
        ),
        item(
          'works',
          'restoration',
          '5000.00',
          'joint',
          [{ defendant: first }, { defendant: second }],
          {
            conditional: true,
          },
        ),
        item('loss', 'service_loss', '1000.01', 'several', [
          { defendant: first, share: '600.01', dueOn: '2026-08-03' },
          { defendant: second, share: '400.00' },
        ]),
        item('lasting', 'permanent_loss', '900.00', 'joint', [{ defendant: second }], {
          instalments: [
            { dueOn: '2026-08-03', amount: '400.00' },
            { dueOn: '2026-09-01', amount: '500.00' },
          ],
        }),
        item(
          'penal',
          'penal',
          '700.00',
          'joint_capped',
          [{ defendant: first }, { defendant: second, cap: '100.00' }],
          { interest: false },
        ),
      ],
      inKind: [{ work: '补种林木5亩', dueOn: '2026-12-31', defendants: [first] }],
      refusedCosts: [{ category: 'lawyer', amount: '400.00', reason: '超出合理范围' }],
      feeOwedBy: 'court',
      documents: [await this.paper()],
      ...more,
    } as unknown as Record<string, ContentJson>;
  }

  /** Asks for something; the answer, whatever it is. */
  async ask(kind: string, content: ContentJson, by: Someone = this.officer): Promise<Answer> {
    return by.browser
      .post(APPROVALS, { kind, book: this.payments.organizations.bookCode, content })
      .set('idempotency-key', newKey());
  }

  approve(id: string, by: Someone = this.payments.approver): Promise<Answer> {
    return this.payments.organizations.approvals.decide(
      by,
      id,
      'approve',
    ) as unknown as Promise<Answer>;
  }

  /** Asks for something, has it approved and posted. */
  async carryOut(kind: string, content: ContentJson): Promise<void> {
    const asked = await this.ask(kind, content);
    expect({ status: asked.status, body: asked.body }).toMatchObject({ status: 201 });
    const { body } = await this.approve(asked.body.id);
    expect({ state: body.state, code: body.code }).toEqual({ state: 'approved', code: undefined });
    await this.payments.post();
  }

  async read(by: Someone = this.officer): Promise<ShownJudgments> {
    const { body } = (await by.browser
      .get(`/api/v1/cases/${this.caseId}/judgments`)
      .expect(200)) as { body: ShownJudgments };
    return body;
  }

  /** What is outstanding in the book on a day, and what its accounts say of it. */
  async ages(on: string): Promise<{ outstanding: string; books: { total: string } }> {
    const { body } = (await this.officer.browser
      .get(`/api/v1/ageing?book=${this.payments.organizations.bookCode}&on=${on}`)
      .expect(200)) as { body: { outstanding: string; books: { total: string } } };
    return body;
  }

  /** What stands in the accounts that a judgment touches. */
  async balances(caseId = this.caseId): Promise<Balances> {
    const rows = await this.payments.dataSource.query<{ name: string; posted: string }[]>(
      `SELECT concat_ws(' ', a.code, (
                SELECT string_agg(CASE WHEN o.id IS NULL THEN d ELSE 'organization' END, ' ')
                  FROM unnest(ARRAY[a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4]) d
                  LEFT JOIN fund.organization o ON o.ref = d AND o.book_id = a.book_id
                 WHERE d NOT IN ('', $1))) AS name, b.posted
         FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.code = ANY ($2) AND b.posted <> 0
          AND $1 IN (a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4)`,
      [caseId, JUDGED_ACCOUNTS],
    );
    return Object.fromEntries(rows.map(({ name, posted }) => [name, posted]));
  }
}

/** An order of a judgment, as a request and as a case file have it but for who owes. */
const item = (
  ref: string,
  kind: string,
  amount: string,
  mode: string,
  debtors: readonly object[],
  more: object = {},
): object => ({ ref, kind, amount, liability: { mode, debtors }, ...more });
