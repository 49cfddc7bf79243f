import type { Test } from 'supertest';
import { DEFAULT_AWARD_TERMS } from '../../src/law';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { prepareSetUp } from '../../src/identity';
import { reopenMonth } from '../../src/ledger';
import { ApprovalScene, BY_AMOUNT, newKey } from '../approvals/approval-scene';
import { AwardScene } from '../awards/award-scene';
import { ClaimsScene } from '../claims/claims-scene';
import { BODY, DamageScene } from '../damage-fund/damage-scene';
import { judgmentContents } from '../http-fuzz/judgment-contents';
import { PaymentScene, type ShownOrder } from '../payments/payment-scene';
import { sha256 } from '../bank-statements/bank-scene';
import { movement, profile, statementFile } from '../bank-statements/files';
import { newCaseOf } from './foreign-objects';
import { pdf } from '../documents/files';
import { accountOf, OF_CHANGCHUN, OrganizationScene } from '../organizations/organization-scene';
import { EVALUATION, LegalScene, trainingIn } from '../legal-services/legal-scene';
import { exampleText } from '../support/examples';
import { type Route, routesOf } from '../support/routes';
import { codeOf, type TestBrowser, TestService } from '../support/test-service';

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const TOKEN = 'x'.repeat(43);
const OTHER = 'another sentence that nobody says';

/** Accepted, and yet nothing is recorded of them. */
const ACCEPTED_UNRECORDED: Readonly<Record<string, string>> = {
  'DELETE /api/v1/advance-drafts/:id':
    'a draft is no act: nobody else sees it, and nothing counts it',
  'POST /api/v1/advance-drafts': 'the same',
  'PUT /api/v1/advance-drafts/:id': 'the same',
  'POST /api/v1/sessions/refresh':
    'a session goes on; only a token that was used twice is recorded',
};
/** Refused, and yet nothing is recorded of them. */
const REFUSED_UNRECORDED: Readonly<Record<string, string>> = {
  'POST /api/v1/sessions/refresh': 'nobody is known by a token that never was',
  'DELETE /api/v1/sessions/current': 'no rule stands against signing out',
};

const VOUCHER = {
  businessOn: '2024-03-15',
  summary: 'Money of an unknown payer',
  lines: [
    { account: '1002.01', debit: '1.00' },
    { account: '2307.09', dimensions: { party: 'somebody' }, credit: '1.00' },
  ],
};
const ADMINISTRATORS = Object.fromEntries(
  ['system_administrator', 'security_administrator', 'audit_administrator'].map((role, index) => [
    role,
    { name: `管理员${String(index)}`, login: `administrator-${String(index)}` },
  ]),
);
const SET_UP = {
  token: TOKEN,
  bureau: { code: 'first', name: '第一环保局' },
  book: { code: 'first-book', title: '第一账套' },
  administrators: ADMINISTRATORS,
};
const MEETING = {
  number: '2026-1',
  title: '第一次联席会议',
  heldOn: '2026-11-20',
  place: '长春',
  chairedBy: '李某',
  agenda: ['审议垫付申请'],
  attendees: [{ agency: '市财政局', name: '赵某', position: '科长' }],
  minutes: '会议同意。',
  resolutions: [
    {
      number: '决1',
      text: '同意垫付鉴定费用。',
      kind: BY_AMOUNT,
      subject: 'spending/special',
      amount: '300000.00',
      owner: '王某',
      dueOn: '2026-12-31',
    },
  ],
};

/** Routes for everybody: what is sent there must be right in shape, or it is not worth recording. */
const OF_STRANGERS = [
  'POST /api/v1/set-up',
  'POST /api/v1/activations',
  'POST /api/v1/activations/confirm',
  'POST /api/v1/sessions',
  'POST /api/v1/sessions/sandbox',
];
const BODIES: Readonly<Record<string, object>> = {
  'POST /api/v1/set-up': SET_UP,
  'POST /api/v1/activations': { token: TOKEN },
  'POST /api/v1/activations/confirm': { token: TOKEN, password: 'a sentence', code: '000000' },
  'POST /api/v1/sessions': { login: 'nobody', password: 'a sentence' },
  'POST /api/v1/sessions/sandbox': { role: 'cashier' },
  'POST /api/v1/sessions/second-factor': { code: '000000' },
  'POST /api/v1/accounts/current/password': { current: 'x', password: 'x' },
  'PUT /api/v1/accounts/current/contact': { email: 'x@y.example', language: 'zh' },
};
const WRITERS = [
  'finance_officer',
  'approver',
  'system_administrator',
  'security_administrator',
] as const;

/** A case, its book, an approval, a meeting, a document, an organization, an account, an event of the trail, and the list that shows people. */
const READINGS =
  /(case-files|approvals|meetings|audit-events|documents|organizations|bank-accounts|law-firms|service-agreements)\/:id|books\/:id\/(accounts|journals|computations)$|\/people$|\/training-records$/;

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

interface Recorded {
  readonly action: string;
  readonly code: string | null;
  readonly bureau: string | null;
}

/** Reads what was recorded while something was done. */
async function recordedBy<T>(
  service: TestService,
  act: () => PromiseLike<T>,
): Promise<[T, Recorded[]]> {
  const { dataSource } = service.database;
  const [mark] = await dataSource.query<{ id: string }[]>(
    'SELECT coalesce(max(id::text), $1) AS id FROM fund.audit_event',
    [NOWHERE],
  );
  const result = await act();
  const events = await dataSource.query<Recorded[]>(
    `SELECT action, refusal_code AS code, bureau_id AS bureau FROM fund.audit_event
      WHERE id > $1::uuid ORDER BY id`,
    [mark?.id],
  );
  return [result, events];
}

describe('what is done over HTTP', () => {
  it('is recorded where it is accepted, whatever the route, and so is every reading of one thing', async () => {
    const scene = await ApprovalScene.open();
    const { service } = scene;
    const found: Record<string, number> = {};
    const reads: Record<string, string[]> = {};
    const done = async (route: string, send: () => Test): Promise<Record<string, string>> => {
      const [answer, events] = await recordedBy(service, send);
      const { status, headers } = answer;
      const body = answer.body as Record<string, string>;
      if (status >= 300) throw new Error(`${route}: ${String(status)} ${JSON.stringify(body)}`);
      const acts = events.filter(({ code, action }) => code === null && !action.endsWith('.read'));
      if (acts.some(({ bureau }) => bureau === null) && !route.includes('sandbox')) {
        throw new Error(`${route}: an event tells no bureau`);
      }
      found[route] = acts.length;
      return { ...body, etag: String(headers['etag']) };
    };
    const read = async (route: string, send: () => Test): Promise<Record<string, string>> => {
      const [answer, events] = await recordedBy(service, send);
      const { status, headers } = answer;
      const body = answer.body as Record<string, string>;
      expect([route, status]).toEqual([route, 200]);
      reads[route] = events.map(({ action }) => action);
      return { ...body, etag: String(headers['etag']) };
    };

    try {
      await scene.fund(['special'], 1_000_000_000n);
      const [officer, reviewer, approver, clerk] = [
        await scene.someone('finance_officer'),
        await scene.someone('reviewer'),
        await scene.someone('approver'),
        await scene.someone('cashier'),
      ];
      const [system, security] = [
        await scene.someone('system_administrator'),
        await scene.someone('security_administrator'),
      ];
      const auditor = await scene.someone('auditor');

      // Payments of advances, and what is settled of them.
      const payments = await PaymentScene.over(new OrganizationScene(scene));
      const { officer: payer, colleague, cashier, day } = payments;
      const court = await payments.account('court', '长春市中级人民法院');
      const { id: advance, items } = await payments.advance(
        { amount: 10_00n },
        { amount: 5_00n, category: 'acceptance_fee', account: court },
      );
      const [item = '', fee = ''] = items;
      const order = (await done('POST /api/v1/payment-orders', () =>
        payer.browser
          .post('/api/v1/payment-orders', {
            book: scene.bureau.bookCode,
            payments: [{ item, amount: '10.00' }],
          })
          .set('idempotency-key', newKey()),
      )) as unknown as ShownOrder;
      await done('POST /api/v1/payment-orders/:id/lines/:line/result', () =>
        cashier.browser
          .post(`/api/v1/payment-orders/${order.id}/lines/${order.lines[0]?.id ?? ''}/result`, {
            result: 'paid',
            on: day,
          })
          .set('idempotency-key', newKey()),
      );
      const receipt = (await payments.organizations.upload(payer)).id;
      const invoice = { issuer: '某公司', number: '2026-1', issuedOn: '2026-01-05', total: '1.00' };
      const { items: lines } = (await done('POST /api/v1/advances/:id/receipts', () =>
        payer.browser
          .post(`/api/v1/advances/${advance}/receipts`, {
            lines: [{ item, document: receipt, invoice, amount: '1.00' }],
          })
          .set('idempotency-key', newKey()),
      )) as unknown as { items: { id: string }[] };
      await done('POST /api/v1/receipt-lines/:id/decision', () =>
        colleague.browser
          .post(`/api/v1/receipt-lines/${lines[0]?.id ?? ''}/decision`, { decision: 'accept' })
          .set('idempotency-key', newKey()),
      );
      const ofItem = `/api/v1/advances/items/${item}`;
      for (const [what, body] of [
        ['surplus', {}],
        ['remind', {}],
        ['surplus-returned', { amount: '9.00', on: day, bankReference: '2026-1' }],
      ] as const) {
        await done(`POST /api/v1/advances/items/:id/${what}`, () =>
          payer.browser.post(`${ofItem}/${what}`, body).set('idempotency-key', newKey()),
        );
      }

      await payments.pay(fee, '5.00');
      await done('POST /api/v1/advances/items/:id/court-refunds', () =>
        payer.browser
          .post(`/api/v1/advances/items/${fee}/court-refunds`, {
            ...{ amount: '5.00', on: day, bankReference: '2026-2' },
          })
          .set('idempotency-key', newKey()),
      );

      // Statements of the bank.
      const layout = { book: scene.bureau.bookCode, name: '模板', profile: profile() };
      await done('POST /api/v1/bank-profiles', () =>
        officer.browser.post('/api/v1/bank-profiles', layout),
      );
      const bankFile = statementFile(0n, [movement(1n), movement(-1n), movement(5n)]);
      const { book: bankBook, profile: bankProfile } = layout;
      await done('POST /api/v1/bank-profiles/trial', () =>
        officer.browser.post('/api/v1/bank-profiles/trial', {
          ...{ book: bankBook, file: bankFile.toString('base64'), profile: bankProfile },
        }),
      );
      const into = new URLSearchParams({
        ...{ book: bankBook, account: '1002.01', profile: '模板', name: 'bank.csv' },
      }).toString();
      await done('POST /api/v1/bank-statements/preview', () =>
        officer.browser.postBytes(`/api/v1/bank-statements/preview?${into}`, bankFile),
      );
      await done('POST /api/v1/bank-statements', () =>
        officer.browser.postBytes(
          `/api/v1/bank-statements?${into}&sha256=${sha256(bankFile)}`,
          bankFile,
        ),
      );
      const listed = (await officer.browser.get(`/api/v1/bank-lines?book=${bankBook}`)) as {
        body: { items: { id: string }[] };
      };
      const [openLine, ...cancelling] = listed.body.items;
      const matched = await done('POST /api/v1/bank-matches', () =>
        officer.browser.post('/api/v1/bank-matches', {
          ...{ book: bankBook, account: '1002.01', entries: [] },
          lines: cancelling.map(({ id }) => ({ id, amount: '0.01' })),
        }),
      );
      for (const [route, id] of [
        ['bank-matches/:id/undo', matched['id']],
        ['bank-lines/:id/ignore', openLine?.id],
        ['bank-lines/:id/restore', openLine?.id],
      ] as const) {
        await done(`POST /api/v1/${route}`, () =>
          officer.browser.post(`/api/v1/${route.replace(':id', id ?? '')}`, {
            ...{ book: bankBook, reason: '银行核实' },
          }),
        );
      }
      const statement = { book: bankBook, account: '1002.01', on: '2026-03-31' };
      const reconciled = await done('POST /api/v1/bank-reconciliations', () =>
        officer.browser.post('/api/v1/bank-reconciliations', statement),
      );
      await done('POST /api/v1/bank-reconciliations/:id/confirm', () =>
        reviewer.browser.post(`/api/v1/bank-reconciliations/${reconciled['id'] ?? ''}/confirm`, {
          book: bankBook,
        }),
      );
      // Claims, and money of defendants.
      const claims = await ClaimsScene.over(scene);
      const owed = await claims.openCase();
      const ordered = await claims.judge(owed, [
        { ref: '判项1', amount: '100.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
      ]);
      const defendant = owed.defendants['d1'];
      const planPaper = await claims.organizations.upload(claims.officer);
      for (const [what, body] of [
        [
          'enforcement-receipts',
          {
            ...{ payer: defendant, amount: '1.00', kind: 'voluntary' },
            ...{ receivedOn: '2026-06-08', bankReference: '2026-1' },
          },
        ],
        [
          'in-kind',
          {
            ...{ item: ordered['判项1'], defendant, performedOn: '2026-06-08' },
            description: '清运污染土壤',
          },
        ],
        ['demand-letters', { defendant, account: await claims.custody() }],
      ] as const) {
        await done(`POST /api/v1/cases/:id/${what}`, () =>
          claims.officer.browser
            .post(`/api/v1/cases/${owed.id}/${what}`, body)
            .set('idempotency-key', newKey()),
        );
      }
      await done('POST /api/v1/cases/:id/plan-opinions', () =>
        claims.officer.browser
          .post(`/api/v1/cases/${owed.id}/plan-opinions`, {
            ...{ plan: '1号', of: 'court', agency: '某法院', givenOn: '2026-06-08', stance: 'for' },
            document: planPaper,
          })
          .set('idempotency-key', newKey()),
      );
      const damages = await DamageScene.over(claims);
      const restored = await damages.caseWith('1.00');
      const plan = await damages.adopt(restored, '1.00', {
        milestones: [{ name: '一次付清', amount: '1.00', papers: [] }],
      });
      await done('POST /api/v1/restoration-plans/:id/reports', () =>
        claims.officer.browser
          .post(`/api/v1/restoration-plans/${plan}/reports`, {
            ...{ kind: 'acceptance', body: BODY, reportedOn: '2026-06-08', document: planPaper },
          })
          .set('idempotency-key', newKey()),
      );
      const paid = statementFile(0n, [movement(5n)]);
      const custody = new URLSearchParams({
        ...{ book: bankBook, account: '1002.02', profile: '模板', name: 'bank.csv' },
        sha256: sha256(paid),
      }).toString();
      await officer.browser.postBytes(`/api/v1/bank-statements?${custody}`, paid).expect(201);
      const ofCustody = (await officer.browser.get(
        `/api/v1/bank-lines?book=${bankBook}&account=1002.02`,
      )) as { body: { items: { id: string }[] } };
      await done('POST /api/v1/bank-lines/:id/receipt', () =>
        claims.officer.browser
          .post(`/api/v1/bank-lines/${ofCustody.body.items[0]?.id ?? ''}/receipt`, {
            ...{ case: owed.id, payer: defendant, kind: 'voluntary' },
          })
          .set('idempotency-key', newKey()),
      );

      const payee = await claims.ofTreasury();
      await claims.post();
      const remittance = { case: owed.id, amount: '1.00', reason: '按月上缴', payee };
      await claims.carryOut(await claims.ask('damages_remittance', remittance));
      await claims.post();
      const paidOut = (await claims.officer.browser.get(`/api/v1/cases/${owed.id}/pay-outs`)) as {
        body: { items: { id: string }[] };
      };
      await done('POST /api/v1/pay-outs/:id/return', () =>
        cashier.browser.post(`/api/v1/pay-outs/${paidOut.body.items[0]?.id ?? ''}/return`, {
          ...{ on: claims.day, reason: '账号有误' },
        }),
      );
      const { judgment } = await judgmentContents(scene.service, scene.bureau);
      const { case: judged } = judgment as { case: string };
      await done('POST /api/v1/cases/:id/judgments/preview', () =>
        claims.officer.browser.post(
          `/api/v1/cases/${judged}/judgments/preview`,
          judgment as object,
        ),
      );

      // Awards.
      const awards = await AwardScene.over(claims);
      const won = await awards.won();
      const inAward = async (path: string, sent: object, by = claims.officer): Promise<string> => {
        const route = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ':id');
        const { id = '' } = await done(`POST /api/v1/${route}`, () =>
          by.browser.post(`/api/v1/${path}`, sent).set('idempotency-key', newKey()),
        );
        return id;
      };
      await inAward('award-policies/trial', { value: DEFAULT_AWARD_TERMS });
      const named = { plaintiffs: [{ organization: claims.organization }] };
      const wrong = await inAward(`cases/${won.id}/award/assessments`, named);
      const shownTo = { from: claims.day, to: '2199-02-01', way: '书面提出' };
      await inAward(`award-assessments/${wrong}/notice`, shownTo);
      const objected = { objector: '某公司', on: claims.day, objection: '基数有误' };
      const objection = await inAward(`award-assessments/${wrong}/objections`, objected);
      const dismissed = { decision: 'dismiss', reason: '基数无误' };
      await inAward(`award-objections/${objection}/decision`, dismissed, claims.reviewer);
      await inAward(`award-assessments/${wrong}/voiding`, { reason: '重新核定' });
      await awards.awarded(won);
      await awards.paid(won, '30000.00');
      const share = (await awards.read(won)).awards[0]?.shares[0]?.id ?? '';
      const year = parseInt(claims.day.slice(0, 4), 10);
      const used = { year, purpose: 'research', amount: '1.00', use: '调查', documents: [] };
      await inAward(`award-shares/${share}/uses`, used);
      await awards.recalled(won, 'whole');
      const back = { amount: '1.00', on: claims.day, bankReference: '2026-9' };
      await inAward(`award-shares/${share}/returns`, back, awards.cashier);

      // Signing in.
      const fresh = service.browser();
      const { login, password, secret, accountId } = clerk;
      await done('POST /api/v1/sessions', () =>
        fresh.post('/api/v1/sessions', { login, password }),
      );
      await fresh.readSession();
      await service.forgetUsedCodes(accountId);
      await done('POST /api/v1/sessions/second-factor', () =>
        fresh.post('/api/v1/sessions/second-factor', { code: codeOf(secret) }),
      );
      await done('POST /api/v1/accounts/current/password', () =>
        fresh.post('/api/v1/accounts/current/password', { current: password, password: OTHER }),
      );
      const [signedIn] = await scene.dataSource.query<{ id: string }[]>(
        'SELECT id FROM fund.session WHERE account_id = $1 AND ended_at IS NULL',
        [accountId],
      );
      await done('POST /api/v1/sessions/:id/end', () =>
        fresh.post(`/api/v1/sessions/${signedIn?.id ?? ''}/end`),
      );
      await fresh.post('/api/v1/sessions', { login, password: OTHER });
      await fresh.readSession();
      await done('DELETE /api/v1/sessions/current', () => fresh.delete('/api/v1/sessions/current'));

      // People.
      const entered = await done('POST /api/v1/people', () =>
        system.browser.post('/api/v1/people', { name: '新人', login: 'newcomer' }),
      );
      const { activation: token } = entered;
      const opened = await done('POST /api/v1/activations', () =>
        service.browser().post('/api/v1/activations', { token }),
      );
      await done('POST /api/v1/activations/confirm', () =>
        service.browser().post('/api/v1/activations/confirm', {
          token,
          password,
          code: codeOf(opened['secret'] ?? ''),
        }),
      );
      await read('GET /api/v1/people', () => system.browser.get('/api/v1/people'));
      const account = entered['accountId'] ?? '';
      const reset = await scene.ask(
        system,
        { account, reason: '手机遗失' },
        { kind: 'account_reset', inBook: false },
      );
      await scene.decide(security, reset, 'approve');
      await done('POST /api/v1/account-resets/:id/link', () =>
        system.browser.post(`/api/v1/account-resets/${reset}/link`),
      );
      await done('POST /api/v1/accounts/:id/disable', () =>
        security.browser.post(`/api/v1/accounts/${account}/disable`),
      );
      await done('POST /api/v1/people/:id/roles/:role/revoke', () =>
        security.browser.post(`/api/v1/people/${clerk.personId}/roles/cashier/revoke`),
      );
      const today = new Date().toISOString().slice(0, 10);
      const delegation = await done('POST /api/v1/delegations', () =>
        reviewer.browser.post('/api/v1/delegations', {
          to: clerk.personId,
          role: 'reviewer',
          fromOn: today,
          untilOn: '2099-01-01',
          reason: '外出培训',
        }),
      );
      await done('DELETE /api/v1/delegations/:id', () =>
        reviewer.browser.delete(`/api/v1/delegations/${delegation['id'] ?? ''}`),
      );

      // Approvals.
      const ask = (yuan: bigint) => ({
        kind: BY_AMOUNT,
        content: scene.spending('special', yuan),
        book: scene.bureau.bookCode,
      });
      const made = await done('POST /api/v1/approvals', () =>
        officer.browser.post('/api/v1/approvals', ask(1n)).set('idempotency-key', newKey()),
      );
      const approval = `/api/v1/approvals/${made['id'] ?? ''}`;
      const shown = await read('GET /api/v1/approvals/:id', () => officer.browser.get(approval));
      const { content, book } = ask(2n);
      const revised = await done('PUT /api/v1/approvals/:id', () =>
        officer.browser.put(approval, { content, book }).set('if-match', shown['etag'] ?? ''),
      );
      await done('POST /api/v1/approvals/:id/decisions', () =>
        reviewer.browser.post(`${approval}/decisions`, {
          decision: 'approve',
          contentHash: revised['contentHash'],
        }),
      );
      await done('POST /api/v1/approvals/:id/withdraw', () =>
        officer.browser.post(`${approval}/withdraw`),
      );

      // Meetings.
      const entry = await done('POST /api/v1/meetings', () =>
        officer.browser.post('/api/v1/meetings', MEETING),
      );
      const meeting = `/api/v1/meetings/${entry['id'] ?? ''}`;
      const seen = await read('GET /api/v1/meetings/:id', () => officer.browser.get(meeting));
      const edited = await done('PUT /api/v1/meetings/:id', () =>
        officer.browser
          .put(meeting, { ...MEETING, place: '吉林' })
          .set('if-match', seen['etag'] ?? ''),
      );
      const concluded = await done('POST /api/v1/meetings/:id/conclude', () =>
        approver.browser.post(`${meeting}/conclude`).set('if-match', edited['etag'] ?? ''),
      );
      const [resolution] = concluded['resolutions'] as unknown as { id: string }[];
      await done('POST /api/v1/meetings/:id/resolutions/:resolution/follow-up', () =>
        officer.browser
          .post(`${meeting}/resolutions/${resolution?.id ?? ''}/follow-up`, {
            state: 'done',
            note: '已办结',
          })
          .set('if-match', concluded['etag'] ?? ''),
      );

      // Documents.
      const { id: draftId = '' } = await done('POST /api/v1/advance-drafts', () =>
        officer.browser.post('/api/v1/advance-drafts', { book, values: {} }),
      );
      const draft = `/api/v1/advance-drafts/${draftId}`;
      await done('PUT /api/v1/advance-drafts/:id', () =>
        officer.browser.put(draft, { book, values: {} }),
      );
      await done('DELETE /api/v1/advance-drafts/:id', () => officer.browser.delete(draft));
      const document = await done('POST /api/v1/documents', () =>
        officer.browser.upload('a.pdf', scene.bureau.bookCode, pdf()),
      );
      for (const part of ['', '/content', '/invoice']) {
        await read(`GET /api/v1/documents/:id${part}`, () =>
          officer.browser.get(`/api/v1/documents/${document['id'] ?? ''}${part}`),
        );
      }
      // An organization and its bank account.
      const organization = await OrganizationScene.over(scene).register(
        officer,
        reviewer,
        OF_CHANGCHUN,
      );
      for (const part of ['', '/qualification']) {
        await read(`GET /api/v1/organizations/:id${part}`, () =>
          officer.browser.get(`/api/v1/organizations/${organization}${part}`),
        );
      }
      const litigation = newCaseOf(scene.bureau.bookCode, organization);
      const openedCase = await done('POST /api/v1/cases', () =>
        officer.browser.post('/api/v1/cases', litigation).set('idempotency-key', newKey()),
      );
      const steps = `/api/v1/cases/${openedCase['id'] ?? ''}/steps`;
      const step = await done('POST /api/v1/cases/:id/steps', () =>
        officer.browser
          .post(steps, { kind: 'court_notice', on: '2026-03-06', documents: [] })
          .set('idempotency-key', newKey()),
      );
      await done('POST /api/v1/cases/:id/steps/:step/revocation', () =>
        officer.browser
          .post(`${steps}/${step['id'] ?? ''}/revocation`, { reason: '登记有误' })
          .set('idempotency-key', newKey()),
      );
      const bankAccount = await done('POST /api/v1/bank-accounts', () =>
        officer.browser.post(
          '/api/v1/bank-accounts',
          accountOf(OF_CHANGCHUN, scene.bureau.bookCode),
        ),
      );
      for (const part of ['', '/number']) {
        await read(`GET /api/v1/bank-accounts/:id${part}`, () =>
          officer.browser.get(`/api/v1/bank-accounts/${bankAccount['id'] ?? ''}${part}`),
        );
      }
      // A month: put on hold, taken off again, and closed by somebody else.
      await scene.fund(['special'], 100n);
      const month = `/api/v1/books/${scene.bureau.bookCode}/months/2024-03`;
      for (const act of ['hold', 'release', 'hold']) {
        await done(`POST /api/v1/books/:book/months/:month/${act}`, () =>
          officer.browser.post(`${month}/${act}`),
        );
      }
      await done('POST /api/v1/books/:book/months/:month/close', () =>
        approver.browser.post(`${month}/close`),
      );
      await reopenMonth(scene.dataSource.manager, {
        bookId: scene.bureau.bookId,
        month: '2024-03-01',
        by: 'one',
        second: 'two',
        reason: 'the rest of this test posts in it',
      });

      // Legal services.
      const legal = await LegalScene.over(scene);
      const firm = await legal.register();
      const agreement = await legal.agree(firm, '协议-1');
      const engagement = await legal.engage(firm, agreement, '(2026)吉01民初77号');
      const legalReadings = [
        ['law-firms/:id', `law-firms/${firm}`],
        ['law-firms/:id/engagement-choices', `law-firms/${firm}/engagement-choices`],
        ['service-agreements/:id', `service-agreements/${agreement}`],
        ['training-records', 'training-records'],
      ] as const;
      for (const [route, path] of legalReadings) {
        await read(`GET /api/v1/${route}`, () => officer.browser.get(`/api/v1/${path}`));
      }
      await done('POST /api/v1/legal-engagements/:id/evaluation', () =>
        reviewer.browser.post(`/api/v1/legal-engagements/${engagement}/evaluation`, EVALUATION),
      );
      await done('POST /api/v1/training-records', () =>
        officer.browser.post('/api/v1/training-records', trainingIn(scene.bureau.bookCode)),
      );

      // Keys of programs.
      const key = await done('POST /api/v1/api-keys', () =>
        officer.browser.post('/api/v1/api-keys', {
          name: 'nightly report',
          scopes: ['books:read'],
          days: 1,
        }),
      );
      await done('POST /api/v1/api-keys/:id/revoke', () =>
        officer.browser.post(`/api/v1/api-keys/${key['id'] ?? ''}/revoke`),
      );

      // A request that could not be posted.
      const failed = await scene.failedRequest();
      const [retried, retries] = await recordedBy(service, () =>
        system.browser.post(`/api/v1/queue/requests/${failed}/retry`),
      );
      expect(retried.status).toBe(200);
      found['POST /api/v1/queue/requests/:id/retry'] = retries.length;

      // Notices.
      await done('PUT /api/v1/accounts/current/contact', () =>
        officer.browser.put('/api/v1/accounts/current/contact', {
          email: 'officer@bureau.example',
          language: 'zh',
        }),
      );
      const [notice] = await scene.dataSource.query<[{ id: string }[]]>(
        `UPDATE fund.outgoing_event SET state = 'failed'
          WHERE id = (SELECT min(id::text)::uuid FROM fund.outgoing_event WHERE state = 'waiting') RETURNING id`,
      );
      await done('POST /api/v1/notices/:id/retry', () =>
        system.browser.post(`/api/v1/notices/${notice[0]?.id ?? ''}/retry`),
      );

      // The trail itself.
      const { body: trail } = (await auditor.browser.get('/api/v1/audit-events')) as {
        body: { items: { id: string }[] };
      };
      reads['GET /api/v1/audit-events/:id/proof'] = (
        await recordedBy(service, () =>
          auditor.browser.get(`/api/v1/audit-events/${trail.items[0]?.id ?? ''}/proof`),
        )
      )[1].map(({ code }) => code ?? 'accepted');

      // The sandbox, and what needs no approval there.
      await replayCaseFile(scene.dataSource, parseCaseFile(exampleText('02-nanping-2015')));
      await service.signInToSandbox('finance_officer');
      const visitor = service.browser();
      await done('POST /api/v1/sessions/sandbox', () =>
        visitor.post('/api/v1/sessions/sandbox', { role: 'finance_officer' }),
      );
      await visitor.readSession();
      const sandbox = '/api/v1/books/casefile-nanping-2015';
      const [, entered_] = await recordedBy(service, () =>
        visitor.post(`${sandbox}/vouchers`, VOUCHER).set('idempotency-key', newKey()),
      );
      found['POST /api/v1/books/:book/vouchers'] = entered_.length;
      const [, batch] = await recordedBy(service, () =>
        visitor
          .post(`${sandbox}/voucher-batches`, { vouchers: [VOUCHER] })
          .set('idempotency-key', newKey()),
      );
      found['POST /api/v1/books/:book/voucher-batches'] = batch.length;
      await read('GET /api/v1/case-files/:id/statement', () =>
        visitor.get('/api/v1/case-files/nanping-2015/statement'),
      );
      for (const list of ['accounts', 'journals', 'computations']) {
        await read(`GET /api/v1/books/:id/${list}`, () =>
          visitor.get(`${sandbox}/${list}?limit=1`),
        );
      }
    } finally {
      await service.close();
    }
    // A set-up needs an installation without people.
    const empty = await TestService.open();
    try {
      const token = (await prepareSetUp(empty.database.dataSource)) ?? '';
      const [answer, events] = await recordedBy(empty, () =>
        empty.browser().post('/api/v1/set-up', { ...SET_UP, token }),
      );
      expect(answer.status).toBe(200);
      found['POST /api/v1/set-up'] = events.length;
      const routes = routesOf(empty);
      const writing = routes.filter(({ method }) => method !== 'GET').map(nameOf);
      const unrecorded = writing.filter((route) => (found[route] ?? 0) === 0);
      expect(unrecorded.sort()).toEqual(Object.keys(ACCEPTED_UNRECORDED).sort());
      const ofOne = routes
        .filter(({ method, path }) => method === 'GET' && READINGS.test(path))
        .map(nameOf);
      expect(Object.keys(reads).sort()).toEqual(ofOne.sort());
      for (const [route, actions] of Object.entries(reads)) {
        // The proof of an event that is not sealed is refused, and refused reading is not recorded.
        expect([route, actions.length]).toEqual([route, route.endsWith('/proof') ? 0 : 1]);
      }
    } finally {
      await empty.close();
    }
  });

  it('is recorded where a rule refuses it, whatever the route', async () => {
    const service = await TestService.open();
    try {
      await replayCaseFile(
        service.database.dataSource,
        parseCaseFile(exampleText('02-nanping-2015')),
      );
      const silent: string[] = [];
      const writing = routesOf(service).filter(({ method }) => method !== 'GET');
      const refuse = async (route: Route, callers: readonly TestBrowser[]): Promise<void> => {
        const name = nameOf(route);
        const body = BODIES[name] ?? {};
        const path = route.path
          .replace(':book', 'casefile-nanping-2015')
          .replace(':role', 'cashier')
          .replace(':month', '2024-03')
          .replace(/:\w+/g, NOWHERE);
        let refusals = 0;
        for (const caller of callers) {
          const method = route.method.toLowerCase() as 'post' | 'put' | 'delete';
          const [answer, events] = await recordedBy(service, () =>
            (method === 'delete' ? caller.delete(path) : caller[method](path, body)).set(
              'idempotency-key',
              newKey(),
            ),
          );
          if (answer.status < 400) continue;
          refusals += 1;
          if (events.filter(({ code }) => code !== null).length !== 1) {
            silent.push(`${name}: ${String((answer.body as { code?: string }).code)}`);
          }
        }
        if (refusals === 0) silent.push(`${name}: was never refused`);
      };
      // As long as the sandbox has no people, it refuses as well.
      for (const route of writing.filter((each) => OF_STRANGERS.includes(nameOf(each)))) {
        await refuse(route, [service.browser()]);
      }
      const people: TestBrowser[] = [];
      for (const role of WRITERS) people.push(await service.signInToSandbox(role));
      await service.database.dataSource.query(
        `UPDATE fund.session SET stepped_up_at = expires_at, access_expires_at = expires_at`,
      );
      const ofPeople = writing.filter((each) => {
        const name = nameOf(each);
        return !OF_STRANGERS.includes(name) && REFUSED_UNRECORDED[name] === undefined;
      });
      for (const route of ofPeople) await refuse(route, people);
      expect(silent).toEqual([]);
    } finally {
      await service.close();
    }
  });

  it('is recorded even where the text of a path could not be kept as it is', async () => {
    const service = await TestService.open();
    try {
      const officer = await service.signInToSandbox('finance_officer');
      const [answer, events] = await recordedBy(service, () =>
        officer.post('/api/v1/books/a%00b/vouchers', VOUCHER).set('idempotency-key', newKey()),
      );
      expect([answer.status, events]).toMatchObject([
        400,
        [{ action: 'voucher.enter', code: 'PARAMETER_INVALID' }],
      ]);
    } finally {
      await service.close();
    }
  });
});
