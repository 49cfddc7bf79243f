import { z } from 'zod';
import { approvalKind, ApprovalKinds, workInBook } from '../../src/approvals';
import {
  acceptRequest,
  acceptRequests,
  type AccountKey,
  placeHold,
  settleBook,
} from '../../src/ledger';
import { fen, formatYuan, parsePositiveYuan } from '../../src/money';
import { inTransaction } from '../../src/platform/database/transaction';
import type { Role } from '../../src/identity';
import type { ContentJson } from '../../src/platform/json/content-hash';
import { income, pool, transfer } from '../support/ledger';
import {
  type TestBrowser,
  type TestBureau,
  type TestPerson,
  TestService,
} from '../support/test-service';

export const APPROVALS = '/api/v1/approvals';
export const INBOX = '/api/v1/inbox';

/** A request as the service shows it, as far as tests look. */
export interface Shown {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly step: number;
  readonly steps: readonly string[];
  readonly contentHash: string;
  readonly waitingFor: string | null;
  readonly waitingForPerson: { readonly id: string } | null;
  readonly dueOn: string | null;
  readonly actions: readonly string[];
  readonly versions: readonly { readonly changed: readonly string[] }[];
  readonly decisions: readonly {
    readonly decision: string;
    readonly step: number;
    readonly version: number;
    readonly person: { readonly id: string; readonly name: string } | null;
    readonly onBehalfOf: { readonly id: string } | null;
  }[];
}

/** Somebody with a browser in which they are signed in. */
export interface Someone extends TestPerson {
  readonly browser: TestBrowser;
}

const amount = z.string().refine((text) => parsePositiveYuan(text) !== undefined);
const spending = z.strictObject({ pool: z.string(), amount, note: z.string().optional() });

const fenOf = (text: string) => parsePositiveYuan(text) ?? fen(0n);

/** Sets money of a pool aside, decided by amount as advances and awards will be. */
const spendingKind = (
  kind: string,
  steps?: readonly Role[],
  makers: readonly Role[] = ['finance_officer', 'approver'],
) =>
  approvalKind<z.infer<typeof spending>>({
    kind,
    makers,
    ...(steps && { steps }),
    inBook: true,
    schema: spending,
    describe: (_, content) => ({
      title: `支出 ${content.amount} 元`,
      amountFen: fenOf(content.amount),
      subject: `spending/${content.pool}`,
    }),
    present: (content) => [
      { field: 'pool', value: content.pool },
      { field: 'amount', value: content.amount },
    ],
    async execute(approval, content, request) {
      const { tx, bookId, by, key } = workInBook(approval, request);
      await placeHold(tx, {
        bookId,
        account: pool(content.pool),
        amount: fenOf(content.amount),
        purpose: key,
        placedBy: by,
      });
    },
  });

export const BY_AMOUNT = 'spending';
export const IN_ONE_STEP = 'small_spending';
/** Asked for by organizations. */
export const BY_ORGANIZATION = 'spending_of_organizations';

let keys = 0;
export const newKey = (): string => {
  keys += 1;
  return `key-${String(keys)}`;
};

/** A bureau whose people ask and decide over HTTP, with kinds that spend. */
export class ApprovalScene {
  private constructor(
    readonly service: TestService,
    readonly bureau: TestBureau,
  ) {}

  /** @param settings of the service, beside those that suit a test */
  static async open(settings: Readonly<Record<string, string>> = {}): Promise<ApprovalScene> {
    const service = await TestService.open(settings);
    const kinds = service.app.get(ApprovalKinds);
    kinds.register(spendingKind(BY_AMOUNT));
    kinds.register(spendingKind(IN_ONE_STEP, ['approver']));
    kinds.register(spendingKind(BY_ORGANIZATION, undefined, ['organization_member']));
    return new ApprovalScene(service, await service.bureau('changchun'));
  }

  /** Over a service that is open; it knows no kinds that spend. */
  static over(service: TestService, bureau: TestBureau): ApprovalScene {
    return new ApprovalScene(service, bureau);
  }

  get dataSource(): TestService['database']['dataSource'] {
    return this.service.database.dataSource;
  }

  /** Somebody of the bureau who holds the roles and is signed in. */
  async someone(...roles: readonly Role[]): Promise<Someone> {
    return this.someoneOf(this.bureau, ...roles);
  }

  async someoneOf(bureau: TestBureau, ...roles: readonly Role[]): Promise<Someone> {
    return this.signedIn(await this.service.person(roles, { bureauId: bureau.id }));
  }

  /** Somebody of an organization who is signed in. */
  async memberOf(creditCode: string): Promise<Someone> {
    return this.signedIn(await this.service.person(['organization_member'], { creditCode }));
  }

  private async signedIn(person: TestPerson): Promise<Someone> {
    const browser = await this.service.signIn(person);
    // However long the test takes, they are signed in and present.
    await this.dataSource.query(
      `UPDATE fund.session SET stepped_up_at = expires_at, access_expires_at = expires_at
        WHERE account_id = $1`,
      [person.accountId],
    );
    return { ...person, browser };
  }

  /** Accepts a request for the bureau's book that nobody posts; returns its id. */
  async acceptRequest(
    bookId = this.bureau.bookId,
    lines = transfer(income, pool('special'), 100n),
  ): Promise<string> {
    const [accepted] = await inTransaction(this.dataSource, (tx) =>
      acceptRequests(tx, bookId, [
        {
          idempotencyKey: newKey(),
          fact: 'tested',
          summary: 'Lawyer fee of a case',
          businessOn: '2024-03-16',
          madeBy: 'tester',
          lines,
        },
      ]),
    );
    return String(accepted?.requestId);
  }

  /** The same, and posting it failed. */
  async failedRequest(...of: Parameters<ApprovalScene['acceptRequest']>): Promise<string> {
    const request = await this.acceptRequest(...of);
    await this.dataSource.query(`SELECT ledger.fail_request($1, 'POSTING_REFUSED', 'a defect')`, [
      request,
    ]);
    return request;
  }

  /** Puts money into pools of the bureau's book. */
  async fund(names: readonly string[], each: bigint): Promise<void> {
    const { bookId } = this.bureau;
    const accounts: AccountKey[] = names.map(pool);
    await inTransaction(this.dataSource, (tx) =>
      acceptRequest(tx, {
        bookId,
        idempotencyKey: newKey(),
        fact: 'tested',
        summary: 'A test',
        businessOn: '2024-03-15',
        madeBy: 'tester',
        lines: [
          ...accounts.map((account) => ({ account, amount: each })),
          { account: income, amount: -each * BigInt(names.length) },
        ],
      }),
    );
    await settleBook(this.dataSource, bookId);
  }

  spending(name: string, yuan: bigint, note?: string): Record<string, ContentJson> {
    return { pool: name, amount: formatYuan(yuan * 100n), ...(note !== undefined && { note }) };
  }

  /** Asks for something in the bureau's book; returns the request's id. */
  async ask(
    maker: Someone,
    content: ContentJson,
    more: { kind?: string; resolution?: string; inBook?: boolean } = {},
  ): Promise<string> {
    const { kind = BY_AMOUNT, inBook = true, resolution } = more;
    const { body } = (await maker.browser
      .post(APPROVALS, {
        kind,
        content,
        ...(inBook && { book: this.bureau.bookCode }),
        ...(resolution !== undefined && { resolution }),
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { id: string } };
    return body.id;
  }

  /** A resolution of a concluded meeting; returns its id. */
  async resolution(
    maker: Someone,
    approver: Someone,
    decided: { readonly kind: string; readonly amount?: string; readonly subject?: string },
  ): Promise<string> {
    const entered = (await maker.browser
      .post('/api/v1/meetings', {
        number: newKey(),
        title: '联席会议',
        heldOn: '2024-03-01',
        place: '会议室',
        chairedBy: '张三',
        agenda: ['资金使用'],
        attendees: [{ agency: '财政局', name: '李四' }],
        minutes: '会议纪要',
        resolutions: [
          { number: newKey(), text: '同意', owner: '王五', dueOn: '2024-12-31', ...decided },
        ],
      })
      .expect(201)) as {
      body: { id: string; resolutions: { id: string }[] };
      headers: Record<string, string>;
    };
    const { id, resolutions } = entered.body;
    await approver.browser
      .post(`/api/v1/meetings/${id}/conclude`)
      .set('if-match', entered.headers['etag'] ?? '')
      .expect(200);
    return resolutions[0]?.id ?? '';
  }

  async read({ browser }: Someone, id: string): Promise<Shown> {
    const { body } = (await browser.get(`${APPROVALS}/${id}`).expect(200)) as { body: Shown };
    return body;
  }

  /** Sends a decision on what the request says now, or on a hash seen before. */
  async decide(
    person: Someone,
    id: string,
    decision: 'approve' | 'return' | 'reject',
    seen?: string,
  ): Promise<{ status: number; body: Shown & { code?: string; changed?: string[] } }> {
    const contentHash = seen ?? (await this.read(person, id)).contentHash;
    const reason = decision === 'approve' ? {} : { reason: '请补充材料' };
    return person.browser.post(`${APPROVALS}/${id}/decisions`, {
      decision,
      contentHash,
      ...reason,
    });
  }

  /** Sends new content for a request, as it was read a moment ago. */
  async revise(
    maker: Someone,
    id: string,
    content: ContentJson,
    inBook = true,
  ): Promise<{ status: number; body: Shown & { code?: string } }> {
    const { headers } = await maker.browser.get(`${APPROVALS}/${id}`).expect(200);
    return maker.browser
      .put(`${APPROVALS}/${id}`, { content, ...(inBook && { book: this.bureau.bookCode }) })
      .set('if-match', String(headers['etag']));
  }

  /** Ids of what is in somebody's inbox. */
  async inboxOf({ browser }: Someone): Promise<string[]> {
    const { body } = (await browser.get(`${INBOX}?limit=200`).expect(200)) as {
      body: { items: { id: string }[] };
    };
    return body.items.map(({ id }) => id);
  }
}
