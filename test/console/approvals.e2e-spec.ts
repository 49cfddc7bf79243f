import { randomUUID } from 'node:crypto';
import en from '../../web/src/locales/en.json';
import zh from '../../web/src/locales/zh.json';
import { obstacles, TestConsole } from '../support/console';
import {
  type TestBrowser,
  type TestBureau,
  type TestPerson,
  TestService,
} from '../support/test-service';

const APPROVALS = '/api/v1/approvals';
const LANGUAGES = [
  ['Chinese', zh],
  ['English', en],
] as const;

describe('approving in the console', () => {
  let console: TestConsole;
  let bureau: TestBureau;
  let maker: TestPerson;
  let decider: TestPerson;
  let makers: TestBrowser;
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    bureau = await service.bureau('changchun');
    maker = await service.person(['system_administrator'], { bureauId: bureau.id });
    decider = await service.person(['security_administrator'], { bureauId: bureau.id });
    makers = await service.signIn(maker);
  }, 300_000);
  afterAll(() => console.close());

  /** The system administrator asks for a role for a new person. */
  async function ask(role = 'reviewer') {
    const { personId, name } = await console.service.person([], { bureauId: bureau.id });
    const content = { person: personId, role, validFrom: '2024-01-01' };
    const { body } = (await makers
      .post(APPROVALS, { kind: 'role_grant', content })
      .set('idempotency-key', randomUUID())
      .expect(201)) as { body: { id: string } };
    return { id: body.id, personId, name, content };
  }

  const stateOf = async (id: string): Promise<unknown> =>
    ((await makers.get(`${APPROVALS}/${id}`).expect(200)) as { body: { state: string } }).body
      .state;

  async function inbox(person = decider, texts: typeof zh = zh) {
    const window = await console.windowOf(person, '/console/todo');
    await window.page.getByRole('heading', { name: '待办事项' }).waitFor();
    if (texts === en) {
      await window.page.evaluate(`localStorage.setItem('fund.language', 'en')`);
      await window.page.reload();
    }
    await window.page.getByRole('heading', { name: texts.approval.todo }).waitFor();
    return window;
  }

  it('shows what waits on the workspace, and leads to it', async () => {
    const { id, name } = await ask();
    const { page, faults } = await inbox();
    await page.getByRole('link', { name: '工作台' }).click();
    const waiting = page.getByRole('listitem').filter({ hasText: name });
    await waiting.getByText('安全管理员（自').waitFor();
    await waiting.getByRole('link').click();
    await page.waitForURL(`**/console/approvals/${id}`);
    expect(faults).toEqual([]);
  });

  it.each(LANGUAGES)(
    'shows what waits, since when, and takes an approval by mouse, in %s',
    async (_, texts) => {
      const { id, name } = await ask();
      const { page, faults } = await inbox(decider, texts);
      const row = page.getByRole('row', { name });
      const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format();
      const waiting = texts.approval.waitingFor
        .replace('{{who}}', texts.role.security_administrator)
        .replace('{{since}}', today)
        .replace('{{days}}', '1');
      await row.getByText(waiting).waitFor();
      expect(await obstacles(page, 'to-do')).toEqual([]);
      await row.getByRole('link').click();
      await page.getByText(texts.approval.content).waitFor();
      expect(await obstacles(page, 'approval')).toEqual([]);
      await page.getByRole('button', { name: texts.approval.action.approve, exact: true }).click();
      await page.waitForURL(/\/console\/todo$/);
      await row.waitFor({ state: 'detached' });
      expect(await stateOf(id)).toBe('approved');
      await page.getByRole('link', { name: texts.nav.done, exact: true }).click();
      await page.getByRole('row', { name }).getByText(texts.approval.stateOf.approved).waitFor();
      expect(await obstacles(page, 'done')).toEqual([]);
      expect(faults).toEqual([]);
    },
  );

  it.each(LANGUAGES)(
    'returns something by keyboard, with a reason that its maker reads, in %s',
    async (_, texts) => {
      const { id, name } = await ask();
      const { page } = await inbox(decider, texts);
      const send = page.getByRole('button', { name: texts.approval.action.return });
      await page.getByRole('row', { name }).getByRole('link').click();
      await send.waitFor();
      await page.keyboard.press('r');
      await page.getByLabel(texts.approval.reason).waitFor();
      await send.last().click();
      await page.getByText(texts.field.required).waitFor();
      await page.getByLabel(texts.approval.reason).fill('请写明任期。');
      await send.last().click();
      await page.waitForURL(/\/console\/todo$/);
      expect(await stateOf(id)).toBe('returned');

      const own = await inbox(maker, texts);
      await own.page.getByRole('row', { name }).getByRole('link').click();
      await own.page.getByText('请写明任期。').waitFor();
      await own.page
        .getByRole('button', { name: texts.approval.action.withdraw, exact: true })
        .click();
      await own.page.waitForURL(/\/console\/todo$/);
      expect(await stateOf(id)).toBe('withdrawn');
    },
  );

  it('does not decide on what has changed, and shows what did', async () => {
    const { id, name, content } = await ask();
    const { page } = await inbox();
    await page.getByRole('row', { name }).getByRole('link').click();
    await page.getByText('申请内容').waitFor();
    const { headers } = await makers.get(`${APPROVALS}/${id}`);
    await makers
      .put(`${APPROVALS}/${id}`, { content: { ...content, role: 'approver' } })
      .set('if-match', String(headers['etag']))
      .expect(200);
    await page.getByRole('button', { name: '同意' }).click();
    await page.getByText('内容在您查看之后已变更').first().waitFor();
    await page.getByText(/与上一版不同：.*角色/).waitFor();
    expect(await stateOf(id)).toBe('open');
    await page.getByRole('button', { name: '同意' }).click();
    await page.waitForURL(/\/console\/todo$/);
    expect(await stateOf(id)).toBe('approved');
  });

  it('shows other open work as well: a meeting that is to be concluded', async () => {
    const { id: bureauId } = await console.service.bureau('siping');
    const officer = await console.service.person(['finance_officer'], { bureauId });
    const approver = await console.service.person(['approver'], { bureauId });
    const { body } = (await (
      await console.service.signIn(officer)
    )
      .post('/api/v1/meetings', {
        number: '2026-1',
        title: '第一次联席会议',
        heldOn: '2026-11-20',
        place: '四平',
        chairedBy: '李某',
        agenda: ['审议垫付申请'],
        attendees: [{ agency: '市财政局', name: '赵某', position: '科长' }],
        minutes: '会议同意。',
        resolutions: [],
      })
      .expect(201)) as { body: { id: string } };
    const { page, faults } = await inbox(approver);
    const row = page.getByRole('row', { name: '第一次联席会议' });
    await row.getByText('审批人（自').waitFor();
    expect(await obstacles(page, 'to-do with a meeting')).toEqual([]);
    await row.getByRole('link').click();
    await page.waitForURL(`**/console/meetings/${body.id}`);
    expect(faults).toEqual([]);
  });

  it('tells the system administrator that something is stuck, and not what it is about', async () => {
    // Nobody there decides on anything.
    const { id: bureauId } = await console.service.bureau('jilin');
    const officer = await console.service.person(['finance_officer'], { bureauId });
    const administrator = await console.service.person(['system_administrator'], { bureauId });
    const officers = await console.service.signIn(officer);
    const value = [{ upTo: '100.00', steps: ['approver'], resolution: false }];
    const content = { name: 'approval_tiers', value, effectiveOn: '2099-01-01' };
    await officers
      .post(APPROVALS, { kind: 'policy_change', content })
      .set('idempotency-key', randomUUID())
      .expect(201);
    const { page, faults } = await inbox(administrator);
    const row = page.getByRole('row', { name: officer.name });
    await row.getByText('无人可办').waitFor();
    await row.getByText('单位制度修改', { exact: true }).waitFor();
    expect(await row.getByRole('link').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
