import { facts } from '../../src/accounting';
import { acceptRequest } from '../../src/ledger';
import { obstacles, TestConsole } from '../support/console';
import { type TestBureau, type TestPerson, TestService } from '../support/test-service';

describe('the posting queue in the console', () => {
  let console: TestConsole;
  let bureau: TestBureau;
  let administrator: TestPerson;
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    bureau = await service.bureau('changchun');
    administrator = await service.person(['system_administrator'], { bureauId: bureau.id });
  }, 300_000);
  afterAll(() => console.close());

  /** A request that could not be posted; the answer is its number. */
  async function failed(key: string): Promise<string> {
    const { dataSource } = console.service.database;
    const { requestId } = await acceptRequest(dataSource.manager, {
      bookId: bureau.bookId,
      idempotencyKey: key,
      businessOn: '2024-01-02',
      madeBy: 'officer',
      ...facts.appropriated('special_fund', 100n),
    });
    await dataSource.query('SELECT ledger.fail_request($1, $2, $3)', [
      String(requestId),
      'INTERNAL_ERROR',
      'for the test',
    ]);
    return String(requestId);
  }

  it('shows what failed, puts it back, and asks for the discard of what stays wrong', async () => {
    const [retried, discarded] = [await failed('one'), await failed('two')];
    const { page, faults } = await console.windowOf(administrator, '/console/queue');
    const row = page.getByRole('row', { name: new RegExp(`^${retried} `) });
    await row.getByText('INTERNAL_ERROR').waitFor();
    expect(await obstacles(page, 'queue')).toEqual([]);
    await row.getByRole('button', { name: '重试' }).click();
    // While the pointer rests on it the message stays: the list does not wait for its end.
    await page.getByText('已放回队列').hover();
    await row.waitFor({ state: 'detached' });
    const states = page.getByRole('radiogroup', { name: '状态' });
    await states.getByText('待记账').click();
    await row.waitFor();

    await states.getByText('记账失败').click();
    await page
      .getByRole('row', { name: new RegExp(`^${discarded} `) })
      .getByRole('button', { name: '申请作废' })
      .click();
    const form = page.getByRole('dialog', { name: `申请作废记账请求 ${discarded}` });
    await form.getByLabel('理由').fill('重复提交。');
    expect(await obstacles(page, 'discard')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await page.getByRole('cell', { name: '重复提交。' }).waitFor();
    await page.getByText(/审批人（自 .*第 1 天）/).waitFor();
    expect(faults).toEqual([]);
  });
});
