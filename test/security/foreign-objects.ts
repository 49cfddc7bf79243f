import { uuidv7 } from 'uuidv7';
import { sealWholeTrail } from '../../src/audit';
import type { Role } from '../../src/identity';
import { changeBudget } from '../../src/budget';
import { DEFAULT_AWARD_TERMS } from '../../src/law';
import { fen } from '../../src/money';
import { Qualification } from '../../src/organizations';
import { applyForAdvance, approveAdvance } from '../../src/advances';
import { sealBook, settleBook } from '../../src/ledger';
import { announce } from '../../src/notices';
import { inTransaction } from '../../src/platform/database/transaction';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import {
  ApprovalScene,
  BY_AMOUNT,
  BY_ORGANIZATION,
  newKey,
  type Someone,
} from '../approvals/approval-scene';
import { sha256 } from '../bank-statements/bank-scene';
import { movement, profile, statementFile } from '../bank-statements/files';
import { keyInFolder } from '../sealing/support';
import { oldInvoice } from '../documents/files';
import {
  accountOf,
  OF_CHANGCHUN,
  OrganizationScene,
  PROVINCIAL,
} from '../organizations/organization-scene';
import { EVALUATION, FIRM, LegalScene, trainingIn } from '../legal-services/legal-scene';

import { AwardScene } from '../awards/award-scene';
import { ClaimsScene } from '../claims/claims-scene';
import { DamageScene } from '../damage-fund/damage-scene';
import { PaymentScene } from '../payments/payment-scene';
import { exampleText } from '../support/examples';
import { type Route, routesOf } from '../support/routes';
import type { TestBrowser, TestBureau } from '../support/test-service';

/** Stands in what only the bureau that owns it may see. */
const SECRET = '绝密';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

export const MEETING = {
  number: '2026-1',
  title: `${SECRET}会议`,
  heldOn: '2026-11-20',
  place: '长春',
  chairedBy: '李某',
  agenda: [`${SECRET}议题`],
  attendees: [{ agency: '市财政局', name: '赵某', position: '科长' }],
  minutes: '会议同意。',
  resolutions: [],
};

const RESOLUTION = {
  number: '2026-1-1',
  text: `${SECRET}决议`,
  kind: BY_AMOUNT,
  owner: '王某',
  dueOn: '2026-12-31',
};

const VOUCHER = {
  businessOn: '2024-03-15',
  summary: 'Money of an unknown payer',
  lines: [
    { account: '1002.01', debit: '1.00' },
    { account: '2307.09', dimensions: { party: 'somebody' }, credit: '1.00' },
  ],
};

const spendingIn = (scene: ApprovalScene) => ({
  content: scene.spending('special', 1n),
  book: scene.bureau.bookCode,
});

/** What is sent to a route that writes; good but for what it is about. */
const BODIES: readonly (readonly [RegExp, (objects: ForeignObjects) => object])[] = [
  [/vouchers$/, () => VOUCHER],
  [/voucher-batches$/, () => ({ vouchers: [VOUCHER] })],
  [/approvals$/, ({ scene }) => ({ kind: BY_AMOUNT, ...spendingIn(scene) })],
  [/approvals\/:id$/, ({ scene }) => spendingIn(scene)],
  [/decisions$/, () => ({ decision: 'reject', contentHash: '0'.repeat(64), reason: '不同意' })],
  [
    /delegations$/,
    ({ maker }) => ({
      to: maker.personId,
      role: 'finance_officer',
      fromOn: '2026-01-01',
      untilOn: '2099-01-01',
      reason: '外出',
    }),
  ],
  [
    /bank-profiles$/,
    ({ scene }) => ({ book: scene.bureau.bookCode, name: '模板', profile: profile() }),
  ],
  [
    /bank-profiles\/trial$/,
    ({ scene }) => ({ book: scene.bureau.bookCode, file: 'YQ==', profile: profile() }),
  ],
  [
    /bank-matches$/,
    ({ scene }) => ({
      ...{ book: scene.bureau.bookCode, account: '1002.01', entries: [] },
      lines: [{ id: NOWHERE, amount: '1.00' }],
    }),
  ],
  [
    /bank-reconciliations$/,
    ({ scene }) => ({ book: scene.bureau.bookCode, account: '1002.01', on: '2026-03-31' }),
  ],
  [/bank-reconciliations\/:id\/confirm$/, ({ scene }) => ({ book: scene.bureau.bookCode })],
  [
    /bank-(lines|matches)\/:id\/(ignore|restore|undo)$/,
    ({ scene }) => ({ book: scene.bureau.bookCode, reason: '核实' }),
  ],
  [/bank-lines\/:id\/receipt$/, () => ({ case: NOWHERE, kind: 'voluntary' })],
  [/bank-accounts$/, ({ scene }) => accountOf(PROVINCIAL, scene.bureau.bookCode)],
  [/meetings(\/:id)?$/, () => MEETING],
  [/contact$/, () => ({ email: 'x@y.example', language: 'zh' })],
  [
    /payment-orders$/,
    ({ scene }) => ({
      book: scene.bureau.bookCode,
      payments: [{ item: NOWHERE, amount: '1.00' }],
    }),
  ],
  [/lines\/:line\/result$/, () => ({ result: 'paid', on: '2026-01-05' })],
  [
    /enforcement-receipts$/,
    () => ({
      ...{ payer: NOWHERE, amount: '1.00', kind: 'voluntary' },
      ...{ receivedOn: '2199-01-05', bankReference: '2026-1' },
    }),
  ],
  [
    /judgments\/preview$/,
    () => ({
      ...{ case: NOWHERE, step: NOWHERE, ref: '再审判决', outcome: 'win' },
      ...{ items: [], inKind: [], refusedCosts: [], replaces: NOWHERE },
      documents: [{ id: NOWHERE, sha256: '0'.repeat(64) }],
    }),
  ],
  [
    /demand-letters$/,
    () => ({
      ...{ defendant: NOWHERE, account: NOWHERE, remindOn: '2020-01-06' },
    }),
  ],
  [
    /plan-opinions$/,
    () => ({
      ...{ plan: '1号', of: 'court', agency: '某法院', givenOn: '2199-01-05', stance: 'for' },
      document: { id: NOWHERE, sha256: '0'.repeat(64) },
    }),
  ],
  [
    /restoration-plans\/:id\/reports$/,
    () => ({
      ...{ kind: 'acceptance', body: '某研究院', reportedOn: '2199-01-05' },
      document: { id: NOWHERE, sha256: '0'.repeat(64) },
    }),
  ],
  [
    /in-kind$/,
    () => ({
      ...{ item: NOWHERE, defendant: NOWHERE },
      ...{ performedOn: '2199-01-05', description: '清运污染土壤' },
    }),
  ],
  [
    /receipts$/,
    () => ({
      lines: [
        {
          item: NOWHERE,
          document: NOWHERE,
          amount: '1.00',
          invoice: { issuer: '某公司', number: '2026-1', issuedOn: '2026-01-05', total: '1.00' },
        },
      ],
    }),
  ],
  [/pay-outs\/:id\/return$/, () => ({ on: '2020-01-06', reason: '账号有误' })],
  [/court-refunds$/, () => ({ amount: '1.00', on: '2026-01-05', bankReference: '2026-1' })],
  [/surplus-returned$/, () => ({ amount: '1.00', on: '2026-01-05', bankReference: '2026-1' })],
  [/receipt-lines\/:id\/decision$/, () => ({ decision: 'accept' })],
  [/advance-drafts(\/:id)?$/, ({ scene }) => ({ book: scene.bureau.bookCode, values: {} })],
  [
    /cases$/,
    ({ scene }) => ({
      book: scene.bureau.bookCode,
      number: '（2026）吉01民初1号',
      court: '长春市中级人民法院',
      filedOn: '2026-03-02',
      damageRoute: 'treasury',
      plaintiffs: [NOWHERE],
      defendants: [],
    }),
  ],
  [/award\/assessments$/, () => ({ plaintiffs: [{ organization: NOWHERE }] })],
  [/award-assessments\/:id\/voiding$/, () => ({ reason: '基数有误' })],
  [
    /award-assessments\/:id\/notice$/,
    () => ({ from: '2199-01-01', to: '2199-02-01', way: '书面提出' }),
  ],
  [
    /award-assessments\/:id\/objections$/,
    () => ({ objector: '某公司', on: '2026-01-05', objection: '基数有误' }),
  ],
  [/award-objections\/:id\/decision$/, () => ({ decision: 'dismiss', reason: '基数无误' })],
  [
    /award-shares\/:id\/returns$/,
    () => ({ amount: '1.00', on: '2026-01-05', bankReference: '2026-1' }),
  ],
  [
    /award-shares\/:id\/uses$/,
    () => ({
      ...{ year: 2026, purpose: 'none_yet', amount: '0.00' },
      ...{ use: '尚未使用', documents: [] },
    }),
  ],
  [/award-policies\/trial$/, () => ({ value: DEFAULT_AWARD_TERMS })],
  [/steps$/, () => ({ kind: 'court_notice', on: '2026-03-06', documents: [] })],
  [/revocation$/, () => ({ reason: '登记有误' })],
  [/follow-up$/, () => ({ state: 'done', note: '已办结' })],
  [/evaluation$/, () => EVALUATION],
  [/training-records$/, ({ scene }) => trainingIn(scene.bureau.bookCode)],
];

/** A document of the bureau's, and whoever reads it finds the secret. */
const INVOICE = Buffer.from(oldInvoice({ seller: `${SECRET}公司` }));

/** What a bank tells of a movement that only the bureau may know. */
const BANK_FILE = statementFile(
  0n,
  [5n, 1n, -1n].map((amount) => movement(amount, { remark: SECRET })),
);
const importOf = (book: string, { isPreview = false } = {}): string =>
  new URLSearchParams({
    ...{ book, account: '1002.01', profile: `${SECRET}模板`, name: 'bank.csv' },
    ...(!isPreview && { sha256: sha256(BANK_FILE) }),
  }).toString();

/** Two organizations; neither has anything to do with the other. */
const ORGANIZATION = '51220000MJ00010109';
const OTHER_ORGANIZATION = OF_CHANGCHUN;

/** A third, which neither is a member of. */
const FOUNDATION = '53220000MJ0000034A';

/** A question after something: another bureau's, another organization's, or what is not there at all. */
export const WHOSE = ['other', 'other_organization', 'absent'] as const;
export type Whose = (typeof WHOSE)[number];

/** What stands for the objects in the paths of routes, by the end of the path up to them. */
type Ids = Readonly<Record<string, string>>;

export interface Probe {
  readonly route: string;
  readonly path: string;
  /** What of the path the answer may repeat. */
  readonly named: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: { readonly code?: string };
}

const ABSENT: Ids = {
  'books/:id': 'absent',
  ':book': 'absent',
  'case-files/:id': 'absent',
  'queue/requests/:id': '999999999999',
  ':id': NOWHERE,
  ':month': '2024-03',
  ':line': NOWHERE,
  ':number': '1',
  ':request': '1',
  ':resolution': NOWHERE,
  ':role': 'finance_officer',
  ':step': NOWHERE,
  ':code': 'NOTHING',
};

/** A bureau with something of every kind, and another one, whose people ask for it. */
export class ForeignObjects {
  private constructor(
    readonly scene: ApprovalScene,
    readonly ownBureau: TestBureau,
    /** Who made what there is. */
    readonly maker: Someone,
    /** Who asked for an account to be set up anew. */
    readonly administrator: Someone,
    private readonly ids: Readonly<Record<Whose, Ids>>,
    private readonly secrets: readonly string[],
  ) {}

  static async open(): Promise<ForeignObjects> {
    const scene = await ApprovalScene.open();
    await replayCaseFile(scene.dataSource, parseCaseFile(exampleText('02-nanping-2015')));
    const officer = await scene.someone('finance_officer');
    await scene.fund(['special'], 1_000_000_000n);
    // Before a request fails: what waits behind it would not be posted.
    const payments = await paymentsOf(scene);
    const ofClaims = await claimsOf(scene);
    const approval = await scene.ask(officer, scene.spending('special', 1n, `${SECRET}事由`));
    await budgetOf(scene, officer, approval);
    const meeting = (await officer.browser
      .post('/api/v1/meetings', { ...MEETING, resolutions: [RESOLUTION] })
      .expect(201)) as { body: { id: string; resolutions: { id: string }[] } };
    const auditor = await scene.someone('auditor');
    const trail = (await auditor.browser.get('/api/v1/audit-events').expect(200)) as {
      body: { items: { id: string }[] };
    };
    // What is posted changes no more: whoever waits for it to change is answered at once.
    const [posted] = await scene.dataSource.query<{ id: string }[]>(
      'SELECT id FROM ledger.posting_request WHERE book_id = $1 LIMIT 1',
      [scene.bureau.bookId],
    );
    const failed = await scene.failedRequest();
    const colleague = await scene.someone('finance_officer');
    const delegation = (await officer.browser
      .post('/api/v1/delegations', {
        to: colleague.personId,
        role: 'finance_officer',
        fromOn: '2026-01-01',
        untilOn: '2099-01-01',
        reason: `${SECRET}缘由`,
      })
      .expect(201)) as { body: { id: string } };
    const administrator = await scene.someone('system_administrator');
    const guardian = await scene.someone('security_administrator');
    const { accountId: account } = await scene.someone('cashier');
    const asked = { account, reason: `${SECRET}缘由` };
    const kind = { kind: 'account_reset', inBook: false };
    const reset = await scene.ask(administrator, asked, kind);
    expect((await scene.decide(guardian, reset, 'approve')).body.state).toBe('approved');
    const document = await documentOf(officer, scene.bureau.bookCode);
    const reviewer = await scene.someone('reviewer');
    const register = (uscc: string, more = {}) =>
      OrganizationScene.over(scene).register(officer, reviewer, uscc, {
        name: `${SECRET}协会`,
        ...more,
      });
    const legal = await legalServicesOf(scene);
    const ofOther = await register(OTHER_ORGANIZATION);
    const bank = await bankOf(officer, scene.bureau.bookCode);
    const litigation = await caseOf(scene, officer, ofOther);
    const advance = await advanceOf(scene, litigation);
    const draft = await draftOf(officer, scene.bureau.bookCode);
    const honour = await honourOf(scene, officer, reviewer, ofOther);
    const { key } = keyInFolder();
    await sealWholeTrail(scene.dataSource, { key, folder: undefined });
    const { bookId, bookCode } = scene.bureau;
    await sealBook(scene.dataSource, { id: bookId, code: bookCode }, key);
    const event = trail.body.items[0]?.id ?? '';
    const other = {
      ...ABSENT,
      'books/:id': scene.bureau.bookCode,
      ':book': scene.bureau.bookCode,
      'case-files/:id': 'nanping-2015',
      'approvals/:id': approval,
      'meetings/:id': meeting.body.id,
      'queue/requests/:id': failed,
      'delegations/:id': delegation.body.id,
      'audit-events/:id': event,
      'accounts/:id': officer.accountId,
      'account-resets/:id': reset,
      'people/:id': officer.personId,
      'documents/:id': document,
      'organizations/:id': await register(FOUNDATION, { kind: 'foundation' }),
      'bank-accounts/:id': await bankAccountOf(officer, PROVINCIAL, scene.bureau.bookCode),
      'notices/:id': await failedNotice(scene, officer, approval),
      'honours/:id': honour,
      'law-firms/:id': legal.firm,
      'service-agreements/:id': legal.agreement,
      'legal-engagements/:id': legal.engagement,
      ...payments,
      ...bank,
      'cases/:id': litigation,
      ...ofClaims,
      'advances/:id': advance,
      'advance-drafts/:id': draft,
      'api-keys/:id': await keyOf(officer),
      'sessions/:id': await sessionOf(await scene.service.signIn(officer)),
      ':month': '2024-03',
      ':request': posted?.id ?? '',
      ':resolution': meeting.body.resolutions[0]?.id ?? '',
      ':step': await stepOf(officer, litigation),
      ':code': 'NOT_FOUND',
    };
    const member = await scene.memberOf(OTHER_ORGANIZATION);
    const ids = {
      other,
      other_organization: {
        'api-keys/:id': await keyOf(member),
        'approvals/:id': await scene.ask(member, scene.spending('special', 1n, `${SECRET}事由`), {
          kind: BY_ORGANIZATION,
        }),
        'advance-drafts/:id': await draftOf(member, scene.bureau.bookCode),
        'advances/:id': advance,
        'cases/:id': litigation,
        'documents/:id': await documentOf(member, scene.bureau.bookCode),
        'organizations/:id': ofOther,
        'honours/:id': honour,
        'bank-accounts/:id': await bankAccountOf(member, OTHER_ORGANIZATION, scene.bureau.bookCode),
        'sessions/:id': await sessionOf(member.browser),
      },
      absent: ABSENT,
    };
    // Ids of lists: what is asked for by its name comes back in the refusal.
    const secrets = [SECRET, officer.personId, auditor.personId];
    const ownBureau = await scene.service.bureau('jilin');
    return new ForeignObjects(scene, ownBureau, officer, administrator, ids, secrets);
  }

  get routes(): Route[] {
    return routesOf(this.scene.service);
  }

  /** Somebody of the other bureau. */
  stranger(...roles: readonly Role[]): Promise<Someone> {
    return this.scene.someoneOf(this.ownBureau, ...roles);
  }

  /** A member of an organization that nothing here belongs to. */
  member(): Promise<Someone> {
    return this.scene.memberOf(ORGANIZATION);
  }

  /** Whether there is something of that kind to ask a route for. */
  isThere({ path }: Route, whose: Whose): boolean {
    return Object.keys(this.ids[whose]).some((name) => path.includes(name));
  }

  /** Asks after what belongs to the first bureau, or after something else. */
  probeOf({ method, path }: Route, whose: Whose = 'other'): Probe {
    // The longer name first: it says more of what stands there.
    const ids = Object.entries(this.ids[whose]).sort(([a], [b]) => b.length - a.length);
    const named = ids.filter(([name]) => path.includes(name));
    const filled = named
      .reduce((text, [name, value]) => text.replace(name, name.replace(/:\w+$/, value)), path)
      .replace(/consistency$/, 'consistency?from=0&to=1')
      .replace(/candidates$/, 'candidates?role=auditor')
      .replace(/meetings\/resolutions$/, `meetings/resolutions?kind=${BY_AMOUNT}`)
      .replace(/claims\/interest$/, 'claims/interest?paidOn=2026-01-05')
      .replace(/(ageing|clearing-accounts)$/, `$1?book=${this.scene.bureau.bookCode}`)
      .replace(':year', '2026')
      .replace(/calendar$/, 'calendar?year=2026')
      .replace(
        /bank-(entries|matches\/suggestions|reconciliations(\/draft)?)$/,
        (list) =>
          `${list}?book=${this.scene.bureau.bookCode}&account=1002.01${list.endsWith('draft') ? '&on=2026-03-31' : ''}`,
      )
      .replace(/bank-profiles$/, `bank-profiles?book=${this.scene.bureau.bookCode}`)
      .replace(/credit-codes\/check$/, `credit-codes/check?code=${PROVINCIAL}`)
      .replace(
        /advances\/payees$/,
        `advances/payees?book=${this.scene.bureau.bookCode}&category=lawyer`,
      );
    return { route: `${method} ${path}`, path: filled, named: named.map(([, value]) => value) };
  }

  /** Sends what is good but for what it is about. */
  async ask(browser: TestBrowser, { route, path }: Probe): Promise<Answer> {
    const [method = '', template = ''] = route.split(' ');
    if (route === 'POST /api/v1/documents') {
      return browser.upload('x.xml', this.scene.bureau.bookCode, INVOICE);
    }
    if (/^POST .*bank-statements/.test(route)) {
      const isPreview = path.endsWith('/preview');
      const query = importOf(this.scene.bureau.bookCode, { isPreview });
      return browser.postBytes(`${path}?${query}`, BANK_FILE);
    }
    const body = BODIES.find(([routes]) => routes.test(template))?.[1](this);
    const send = {
      GET: () => browser.get(path),
      DELETE: () => browser.delete(path),
      PUT: () => browser.put(path, body),
      POST: () => browser.post(path, body),
    }[method];
    if (send === undefined) throw new Error(`nothing is sent by ${method}`);
    const answer = (await send()
      .set('idempotency-key', newKey())
      .set('if-match', '"seen"')) as Answer;
    // What is no text comes as bytes, and could tell something all the same.
    return Buffer.isBuffer(answer.body)
      ? { status: answer.status, body: answer.body, text: answer.body.toString() }
      : answer;
  }

  /** What an answer gives away; undefined where it gives away nothing. */
  async leakOf(browser: TestBrowser, probe: Probe): Promise<string | undefined> {
    const { route } = probe;
    const { status, text, body } = await this.ask(browser, probe);
    const { code = '' } = body;
    if (status >= 500) return `${route}: ${String(status)} ${code}`;
    const told = this.secrets.filter((secret) => text.includes(secret));
    // A year has a list as well.
    const isList = !route.replace('/:year', '').includes('/:');
    // A list is empty of it; a thing is not there.
    const isRefused = isList || code === 'NOT_FOUND';
    return told.length === 0 && isRefused ? undefined : `${route}: ${String(status)} ${code}`;
  }
}

/** Uploads a document that tells a secret; returns its id. */
async function documentOf({ browser }: Someone, book: string): Promise<string> {
  const { body } = (await browser.upload('x.xml', book, INVOICE).expect(201)) as {
    body: { id: string };
  };
  return body.id;
}

/** A layout of a bank's, and a statement that was imported by it: one line is open, two cancel each other. */
async function bankOf({ browser }: Someone, book: string): Promise<Ids> {
  const layout = { book, name: `${SECRET}模板`, profile: profile() };
  await browser.post('/api/v1/bank-profiles', layout).expect(201);
  await browser.postBytes(`/api/v1/bank-statements?${importOf(book)}`, BANK_FILE).expect(201);
  const { body } = (await browser.get(`/api/v1/bank-lines?book=${book}`).expect(200)) as {
    body: { items: { id: string; amount: string }[] };
  };
  const [out, into, open] = body.items;
  const lines = [out, into].map((line) => ({ id: line?.id, amount: '0.01' }));
  const match = { book, account: '1002.01', lines, entries: [] };
  const made = (await browser.post('/api/v1/bank-matches', match).expect(201)) as {
    body: { id: string };
  };
  const statement = { book, account: '1002.01', on: '2026-03-31' };
  const reconciled = (await browser
    .post('/api/v1/bank-reconciliations', statement)
    .expect(201)) as { body: { id: string } };
  return {
    'bank-lines/:id': open?.id ?? '',
    'bank-matches/:id': made.body.id,
    'bank-reconciliations/:id': reconciled.body.id,
  };
}

/** An advance of the bureau's with a payment order and receipts that wait. */
async function paymentsOf(scene: ApprovalScene): Promise<Ids> {
  const payments = await PaymentScene.over(new OrganizationScene(scene));
  const { id: advance, items } = await payments.advance({ amount: 10_00n });
  const [item = ''] = items;
  await payments.pay(item, '5.00');
  const order = await payments.ordered(item, '5.00');
  const document = (await payments.organizations.upload(payments.member)).id;
  const invoice = { issuer: '某公司', number: '2026-1', issuedOn: '2026-01-05', total: '1.00' };
  const { body } = (await payments.member.browser
    .post(`/api/v1/advances/${advance}/receipts`, {
      lines: [{ item, document, invoice, amount: '1.00' }],
    })
    .set('idempotency-key', newKey())
    .expect(201)) as { body: { items: { id: string }[] } };
  return {
    'advances/:id': advance,
    'advances/items/:id': item,
    'payment-orders/:id': order.id,
    ':line': order.lines[0]?.id ?? '',
    'receipt-lines/:id': body.items[0]?.id ?? '',
  };
}

/** An advance in the case, approved; returns its id. */
async function advanceOf(scene: ApprovalScene, caseId: string): Promise<string> {
  const id = uuidv7();
  const by = { by: 'officer', key: newKey(), on: '2026-03-05' };
  const { bookId } = scene.bureau;
  await inTransaction(scene.dataSource, async (tx) => {
    // Whatever its invented code is worth.
    await tx.update(Qualification, { caseId }, { status: 'eligible' });
    const { organizationId } = await tx.findOneByOrFail(Qualification, { caseId });
    const work = { tx, bookId, bookKind: 'real', ...by } as const;
    const cost = { category: 'lawyer', instance: 1, amount: fen(1n) } as const;
    const items = [{ ref: '1', payee: `${SECRET}律所`, ...cost }];
    await applyForAdvance(work, { id, caseId, ref: '1', organizationId, items });
    const decision = { applicationId: id, reviewer: 'reviewer', minutesNumber: null };
    await approveAdvance({ ...work, by: 'approver' }, decision);
  });
  return id;
}

/** Has the organization honoured for what is nobody else's business; returns the id of the honour. */
async function honourOf(
  scene: ApprovalScene,
  officer: Someone,
  reviewer: Someone,
  organization: string,
): Promise<string> {
  const ground = `${SECRET}事迹`;
  const content = { organization, kind: 'certificate', ground, cases: [], documents: [] };
  const id = await scene.ask(officer, content, { kind: 'honour' });
  await scene.decide(reviewer, id, 'approve');
  await scene.decide(await scene.someone('approver'), id, 'approve');
  const { body } = (await officer.browser.get('/api/v1/honours').expect(200)) as {
    body: { items: { id: string }[] };
  };
  return body.items[0]?.id ?? '';
}

/** Keeps a draft that tells a secret; returns its id. */
async function draftOf({ browser }: Someone, book: string): Promise<string> {
  const { body } = (await browser
    .post('/api/v1/advance-drafts', { book, values: { reason: SECRET } })
    .expect(201)) as { body: { id: string } };
  return body.id;
}

/** A case of the organization, as it is entered. */
export const newCaseOf = (book: string, organization: string): object => ({
  book,
  number: `${SECRET}民初号`,
  court: '长春市中级人民法院',
  filedOn: '2026-03-02',
  damageRoute: 'treasury',
  plaintiffs: [organization],
  defendants: [],
});

/** Opens a case of the organization; returns its id. */
async function caseOf(
  scene: ApprovalScene,
  { browser }: Someone,
  organization: string,
): Promise<string> {
  const { body } = (await browser
    .post('/api/v1/cases', newCaseOf(scene.bureau.bookCode, organization))
    .set('idempotency-key', newKey())
    .expect(201)) as { body: { id: string } };
  return body.id;
}

/** Tells a step of the case; returns its id. */
async function stepOf({ browser }: Someone, caseId: string): Promise<string> {
  const { body } = (await browser
    .post(`/api/v1/cases/${caseId}/steps`, {
      kind: 'agency_supported',
      on: '2026-03-06',
      documents: [],
      name: `${SECRET}局`,
      support: 'evidence',
    })
    .set('idempotency-key', newKey())
    .expect(201)) as { body: { id: string } };
  return body.id;
}

/** Writes a letter that demands what somebody owes, and pays out what somebody paid; returns their ids. */
async function claimsOf(scene: ApprovalScene): Promise<Ids> {
  const claims = await ClaimsScene.over(scene);
  const litigation = await claims.openCase();
  await claims.judge(litigation, [
    { ref: `${SECRET}判项`, amount: '1.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
  ]);
  const { body } = (await claims.officer.browser
    .post(`/api/v1/cases/${litigation.id}/demand-letters`, {
      defendant: litigation.defendants['d1'],
      account: await claims.custody(SECRET),
    })
    .set('idempotency-key', newKey())
    .expect(201)) as { body: { id: string } };
  await claims.receive(litigation, {
    ...{ payer: litigation.defendants['d1'], amount: '1.00', kind: 'voluntary' },
    ...{ receivedOn: '2026-06-08', bankReference: SECRET },
  });
  await claims.post();
  const remittance = { case: litigation.id, amount: '1.00', reason: SECRET };
  const payee = await claims.ofTreasury();
  await claims.carryOut(await claims.ask('damages_remittance', { ...remittance, payee }));
  const path = `/api/v1/cases/${litigation.id}/pay-outs`;
  const { body: paid } = (await claims.officer.browser.get(path).expect(200)) as {
    body: { items: { id: string }[] };
  };
  const ofAward = await awardOf(await AwardScene.over(claims));
  return {
    'demand-letters/:id': body.id,
    'pay-outs/:id': paid.items[0]?.id ?? '',
    'restoration-plans/:id': await planIn(claims),
    ...ofAward,
  };
}

/** Has an award that somebody objected to assessed and decided; returns the ids. */
async function awardOf(scene: AwardScene): Promise<Ids> {
  const litigation = await scene.won();
  const assessment = await scene.assessed(litigation);
  await scene.noticedLongAgo(assessment);
  const { body: objection } = await scene.object(assessment, { objector: `${SECRET}公司` });
  await scene.send(scene.claims.reviewer, `award-objections/${objection.id}/decision`, {
    ...{ decision: 'dismiss', reason: SECRET },
  });
  const { body } = await scene.askToDecide(litigation, assessment);
  await scene.claims.carryOut(body.id);
  await scene.claims.post();
  const { awards } = await scene.read(litigation);
  return {
    'award-assessments/:id': assessment,
    'award-objections/:id': objection.id,
    'award-shares/:id': awards[0]?.shares[0]?.id ?? '',
  };
}

/** Has a plan adopted that only the bureau may know; returns its id. */
async function planIn(claims: ClaimsScene): Promise<string> {
  const damages = await DamageScene.over(claims);
  const litigation = await damages.caseWith('1.00');
  return damages.adopt(litigation, '1.00', { title: SECRET });
}

/** Gives the bureau's book a budget, by the approval. */
async function budgetOf(scene: ApprovalScene, officer: Someone, approval: string): Promise<void> {
  const { bookId } = scene.bureau;
  const by = { by: officer.name, key: newKey(), on: '2026-01-05' };
  await inTransaction(scene.dataSource, (tx) =>
    changeBudget(
      { tx, bookId, bookKind: 'real', ...by },
      {
        change: 'appropriation',
        pool: 'special_fund',
        year: 2026,
        budgetLines: [{ category: 'lawyer', raise: '1.00' }],
        document: `${SECRET}文号`,
        reason: `${SECRET}理由`,
      },
      { id: approval, maker: officer.name },
    ),
  );
  await settleBook(scene.dataSource, bookId);
}

/** Enters a bank account; returns its id. */
async function bankAccountOf({ browser }: Someone, uscc: string, book: string): Promise<string> {
  const account = { ...accountOf(uscc, book), holderName: `${SECRET}户名` };
  const { body } = (await browser.post('/api/v1/bank-accounts', account).expect(201)) as {
    body: { id: string };
  };
  return body.id;
}

/** A notice of the bureau that could not be sent; returns its id. */
async function failedNotice(
  scene: ApprovalScene,
  { personId }: Someone,
  request: string,
): Promise<string> {
  const { dataSource, bureau } = scene;
  await inTransaction(dataSource, (tx) =>
    announce(tx, {
      kind: 'request_approved',
      bureauId: bureau.id,
      to: { people: [personId] },
      facts: { title: `${SECRET}事由`, request },
    }),
  );
  const rows = await dataSource.query<[{ id: string }[]]>(
    `UPDATE fund.outgoing_event SET state = 'failed', last_error = 'SMTP_550' WHERE person_id = $1 RETURNING id`,
    [personId],
  );
  return rows[0][0]?.id ?? '';
}

/** Has a law firm engaged on a case in the bureau's book, and training recorded; returns the ids. */
async function legalServicesOf(scene: ApprovalScene) {
  const legal = await LegalScene.over(scene);
  const firm = await legal.register(FIRM, { name: `${SECRET}律师事务所` });
  const agreement = await legal.agree(firm, `${SECRET}协议`);
  const engagement = await legal.engage(firm, agreement, `${SECRET}案号`);
  await legal.officer.browser
    .post('/api/v1/training-records', trainingIn(scene.bureau.bookCode, { topic: `${SECRET}主题` }))
    .expect(201);
  return { firm, agreement, engagement };
}

/** Makes a key for a program of somebody's; returns its id. */
async function keyOf({ browser }: Someone): Promise<string> {
  const { body } = (await browser
    .post('/api/v1/api-keys', { name: 'nightly report', scopes: ['books:read'], days: 1 })
    .expect(201)) as { body: { id: string } };
  return body.id;
}

/** The session that a browser is in. */
async function sessionOf(browser: TestBrowser): Promise<string> {
  const { body } = (await browser.get('/api/v1/sessions').expect(200)) as {
    body: { items: { id: string; current: boolean }[] };
  };
  return body.items.find(({ current }) => current)?.id ?? '';
}
