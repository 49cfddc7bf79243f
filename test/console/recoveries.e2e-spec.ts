import { ClaimsScene, type LiveCase } from '../claims/claims-scene';
import { obstacles, TestConsole, type Window } from '../support/console';
import type { TestPerson } from '../support/test-service';

describe('claims and receipts in the console', () => {
  let scene: ClaimsScene;
  let console: TestConsole;
  let litigation: LiveCase;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
    litigation = await scene.openCase({ defendants: 2 });
    await scene.judge(litigation, [
      {
        ref: '判项1',
        kind: 'organization_costs',
        amount: '500.00',
        dueOn: '2026-02-28',
        debtors: [{ ref: 'd1' }],
      },
      { ref: '判项2', amount: '1270000.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
    ]);
    console = await TestConsole.open(scene.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  async function windowOf(person: TestPerson, path: string, options?: object): Promise<Window> {
    const window = await console.window(path, options);
    await console.signIn(window.page, person);
    return window;
  }
  const recoveries = (): string => `/console/cases/${litigation.id}/recoveries`;

  it('show what is owed and how interest was reckoned, and try a payment that is not recorded', async () => {
    const { page, faults } = await windowOf(scene.officer, `${recoveries()}?on=2026-06-08`);
    const claims = page.getByRole('region', { name: '判项债权' });
    await claims.getByRole('row', { name: /判项2/ }).getByText('22,225.00').waitFor();
    await page.getByRole('button', { name: '判项2：如何计算' }).click();
    await page.getByRole('dialog').getByText('法释〔2014〕8号 art 1').first().waitFor();
    expect(await obstacles(page, 'claims-why')).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByLabel('付款人').click();
    await page.getByTitle('某化工公司1').click();
    await page.getByLabel('金额').fill('1000');
    await page.getByLabel('付款日期').fill('2026-06-08');
    await page.getByLabel('付款日期').press('Enter');
    await page.getByRole('button', { name: '试算', exact: true }).click();
    const allocation = page.getByRole('group', { name: '分配' });
    await allocation.getByRole('row', { name: /判项1 本金.*500\.00/ }).waitFor();
    await page.getByText('尚无到账').waitFor();
    expect(await obstacles(page, 'claims')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('take a receipt once its allocation was seen, and the organization sees what came for it', async () => {
    const { page, faults } = await windowOf(scene.officer, recoveries());
    await page.getByRole('button', { name: '登记到账' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('付款人').click();
    await page.getByTitle('某化工公司1').last().click();
    await dialog.getByLabel('金额').fill('600.00');
    await dialog.getByLabel('到账日期').fill('2026-06-08');
    await dialog.getByLabel('到账日期').press('Enter');
    await dialog.getByLabel('银行流水号').fill('ZH-2026-0608');
    await dialog.getByRole('row', { name: /判项2 本金.*100\.00/ }).waitFor();
    expect(await obstacles(page, 'receipt-record')).toEqual([]);
    await dialog.getByRole('button', { name: '确认记账' }).dblclick();
    const receipts = page.getByRole('region', { name: '执行款' });
    await receipts.getByRole('row', { name: /收001.*600\.00/ }).waitFor();
    expect(await scene.receipts(litigation)).toHaveLength(1);
    expect(faults).toEqual([]);

    const own = await windowOf(scene.member, recoveries(), { colorScheme: 'dark' });
    await own.page.getByText('为本单位收回的自付成本').waitFor();
    await own.page.getByText('500.00').waitFor();
    expect(await obstacles(own.page, 'recovered-costs')).toEqual([]);
    expect(own.faults).toEqual([]);
  });

  it('add up by age with the books', async () => {
    await scene.post();
    const { page, faults } = await windowOf(
      scene.reviewer,
      `/console/ageing?book=${scene.bookCode}`,
      { colorScheme: 'dark' },
    );
    await page.getByRole('row', { name: /某化工公司1/ }).waitFor();
    await page.getByText('与账面一致').waitFor();
    expect(await obstacles(page, 'ageing')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
