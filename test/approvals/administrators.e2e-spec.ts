import type { TestBrowser } from '../support/test-service';
import { APPROVALS, ApprovalScene, BY_AMOUNT, INBOX, type Someone } from './approval-scene';

interface Listed {
  readonly id: string;
  readonly title: string | null;
}

const listOf = async (browser: TestBrowser, path = APPROVALS): Promise<Listed[]> => {
  const { body } = (await browser.get(`${path}?limit=200`).expect(200)) as {
    body: { items: Listed[] };
  };
  return body.items;
};
const idsOf = async ({ browser }: Someone): Promise<string[]> =>
  (await listOf(browser)).map(({ id }) => id).sort();

describe('administrators and the requests of their bureau', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let system: Someone;
  /** About the books, and about a role. */
  let spending: string;
  let grant: string;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    officer = await scene.someone('finance_officer');
    system = await scene.someone('system_administrator');
    spending = await scene.ask(officer, scene.spending('special', 10n));
    const content = { person: officer.personId, role: 'reviewer', validFrom: '2020-01-01' };
    grant = await scene.ask(system, content, { kind: 'role_grant', inBook: false });
  });
  afterAll(() => scene.service.close());

  it('know of what is stuck whom it waits for, and what it is about only if it is their own', async () => {
    const inbox = await listOf(system.browser, INBOX);
    expect(inbox.find(({ id }) => id === spending)).toMatchObject({
      kind: BY_AMOUNT,
      title: null,
      subject: null,
      book: null,
      amount: null,
      maker: { name: officer.name },
      waitingFor: 'reviewer',
      stuck: true,
      actions: [],
    });
    expect(inbox.find(({ id }) => id === grant)).toMatchObject({
      title: `授予${officer.name}“初审人”角色`,
      waitingFor: 'security_administrator',
      stuck: true,
    });
  });

  it('see those that are made or decided in their role, and others see all', async () => {
    const both = [spending, grant].sort();
    expect(await idsOf(system)).toEqual([grant]);
    expect(await idsOf(await scene.someone('security_administrator'))).toEqual([grant]);
    expect(await idsOf(await scene.someone('audit_administrator'))).toEqual([]);
    for (const role of ['finance_officer', 'reviewer', 'cashier', 'auditor'] as const) {
      expect(await idsOf(await scene.someone(role))).toEqual(both);
    }
    await system.browser.get(`${APPROVALS}/${grant}`).expect(200);
  });

  it.each(['system_administrator', 'security_administrator', 'audit_administrator'] as const)(
    'to the %s a request about the books is as one that is not there',
    async (role) => {
      const { browser } = await scene.someone(role);
      const { contentHash } = await scene.read(officer, spending);
      const content = scene.spending('special', 1n);
      const shapes = new Set<string>();
      for (const id of [spending, '01980000-0000-7000-8000-000000000000']) {
        const path = `${APPROVALS}/${id}`;
        const sent = [
          browser.get(path),
          browser.put(path, { content, book: scene.bureau.bookCode }).set('if-match', '"1.open.0"'),
          browser.post(`${path}/decisions`, { decision: 'approve', contentHash }),
          browser.post(`${path}/withdraw`),
        ];
        for (const { status, body } of await Promise.all(sent)) {
          const { instance, requestId, ...problem } = body as Record<string, unknown>;
          expect([status, typeof instance, typeof requestId]).toEqual([404, 'string', 'string']);
          shapes.add(JSON.stringify(problem));
        }
      }
      expect(shapes.size).toBe(1);
    },
  );

  it('see a policy and who decided on it, but not the request', async () => {
    const value = [{ upTo: '100.00', steps: ['approver'], resolution: false }];
    const content = { name: 'approval_tiers', value, effectiveOn: '2020-01-01' };
    const change = await scene.ask(officer, content, { kind: 'policy_change', inBook: false });
    const deciders = [await scene.someone('reviewer'), await scene.someone('approver')];
    for (const decider of deciders) await scene.decide(decider, change, 'approve');
    const { body } = (await system.browser.get('/api/v1/policies').expect(200)) as {
      body: { inForce: { name: string }[] };
    };
    const decidedBy = deciders.map(({ personId: id, name }) => ({ id, name }));
    const { inForce } = body;
    expect(inForce.find(({ name }) => name === 'approval_tiers')).toMatchObject({
      ...{ version: 1, value, approval: change, decidedBy },
    });
    await system.browser.get(`${APPROVALS}/${change}`).expect(404);
  });
});
