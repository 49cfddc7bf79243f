import type { ContentJson } from '../../src/platform/json/content-hash';
import { received } from '../vouchers/voucher-service';
import { APPROVALS, ApprovalScene, type Someone } from './approval-scene';

interface Row {
  readonly field: string;
  readonly value: string;
  readonly changed?: true;
  readonly cells?: Readonly<Record<string, string>>;
}

describe('what a request says, for people to read', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let system: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    officer = await scene.someone('finance_officer');
    system = await scene.someone('system_administrator');
  });
  afterAll(() => scene.service.close());

  const summaryOf = async (id: string, language: 'zh' | 'en', by = officer): Promise<Row[]> => {
    const { body } = (await by.browser
      .get(`${APPROVALS}/${id}`)
      .set('accept-language', language)
      .expect(200)) as { body: { summary: Row[] } };
    return body.summary;
  };

  const tiers = (upTo: string): ContentJson => ({
    name: 'approval_tiers',
    value: [
      { upTo: '100.00', steps: ['approver'], resolution: false },
      { upTo, steps: ['reviewer', 'approver'], resolution: true },
    ],
    effectiveOn: '2030-01-01',
  });

  it('a role: the name of the person and of the role, in the language of the reader', async () => {
    const organization = { creditCode: '51220000MJ00010109' };
    const member = await scene.service.person([], organization, scene.bureau.id);
    const content = {
      person: member.personId,
      role: 'organization_member',
      validFrom: '2020-01-01',
    };
    const id = await scene.ask(system, content, { kind: 'role_grant', inBook: false });
    const rows = (role: string) => [
      { field: 'person', value: member.name },
      { field: 'role', value: role },
      { field: 'validFrom', value: '2020-01-01' },
    ];
    expect(await summaryOf(id, 'zh')).toEqual(rows('社会组织成员'));
    expect(await summaryOf(id, 'en')).toEqual(rows('Organization member'));
  });

  it('a voucher: its lines as a table, and what it comes to', async () => {
    const id = await scene.ask(officer, received('120.00'), { kind: 'general_voucher' });
    expect(await summaryOf(id, 'zh')).toEqual([
      { field: 'businessOn', value: '2024-03-15' },
      { field: 'summary', value: 'Money of an unknown payer' },
      {
        field: 'line',
        value: '借 1002.01 银行存款—基本户 120.00',
        cells: {
          account: '1002.01',
          accountName: '银行存款—基本户',
          dimensions: '',
          debit: '120.00',
          credit: '',
        },
      },
      {
        field: 'line',
        value: '贷 2307.09 其他应付款—待查款项 unknown payer 120.00',
        cells: {
          account: '2307.09',
          accountName: '其他应付款—待查款项',
          dimensions: 'unknown payer',
          debit: '',
          credit: '120.00',
        },
      },
      { field: 'total', value: '120.00' },
    ]);
    expect((await summaryOf(id, 'en'))[2]?.value).toBe('Dr 1002.01 Bank: basic account 120.00');
  });

  it('a policy: tier by tier, and what differs from the version before', async () => {
    const more = { kind: 'policy_change', inBook: false };
    const id = await scene.ask(officer, tiers('300.00'), more);
    const rows: Row[] = [
      { field: 'policy', value: 'Tiers of approval' },
      { field: 'effectiveOn', value: '2030-01-01' },
      {
        field: 'tiers',
        value: '≤ 100.00, Approver',
        cells: { upTo: '100.00', steps: 'Approver', resolution: '' },
      },
    ];
    const second = await summaryOf(id, 'en');
    expect(second.slice(0, 3)).toEqual(rows);
    expect(second.some(({ changed }) => changed)).toBe(false);
    expect((await scene.revise(officer, id, tiers('400.00'), false)).status).toBe(200);
    expect(await summaryOf(id, 'en')).toEqual([
      ...rows,
      {
        field: 'tiers',
        value: '≤ 400.00, Reviewer → Approver, with a resolution of a joint meeting',
        changed: true,
        cells: {
          upTo: '400.00',
          steps: 'Reviewer → Approver',
          resolution: 'with a resolution of a joint meeting',
        },
      },
    ]);
  });

  it('a month: what was entered', async () => {
    const month = { month: '2024-03', reason: '补记一笔' };
    const id = await scene.ask(officer, month, { kind: 'month_reopen' });
    expect(await summaryOf(id, 'zh')).toEqual([
      { field: 'month', value: '2024-03' },
      { field: 'reason', value: '补记一笔' },
    ]);
  });
});
