import { sealWholeTrail, TRAIL } from '../../src/audit';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { bookLog, openBook, readNote, sealBook } from '../../src/ledger';
import { keyInFolder } from '../sealing/support';
import { obstacles, TestConsole } from '../support/console';
import { exampleText } from '../support/examples';
import { TestService } from '../support/test-service';

describe('the seals in the console', () => {
  let console: TestConsole;
  let notes: readonly string[];
  beforeAll(async () => {
    const service = await TestService.open();
    const { dataSource } = service.database;
    const { bookId } = await replayCaseFile(dataSource, parseCaseFile(exampleText('01-tutorial')));
    await openBook(dataSource.manager, { code: 'unsealed', kind: 'sandbox', title: '未封存账套' });
    console = await TestConsole.open(service);
    const book = { id: bookId, code: 'casefile-tutorial' };
    const { key } = keyInFolder();
    await sealBook(dataSource, book, key);
    await sealWholeTrail(dataSource, { key, folder: undefined });
    notes = await Promise.all(
      [TRAIL, bookLog(book)].map(async (log) => (await readNote(dataSource, log)) ?? ''),
    );
  }, 300_000);
  afterAll(() => console.close());

  it('are shown to the auditor: size, root, time, and the signed note to copy', async () => {
    const { page, faults } = await console.sandboxWindow('auditor', '/console/workspace', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('link', { name: '审计核验' }).click();
    for (const [place, name] of [/审计轨迹的封存/, /账套“A small invented case/].entries()) {
      const note = notes[place] ?? '';
      const [, size = '', root = ''] = note.split('\n');
      const seal = page.getByRole('region', { name });
      await seal.getByRole('cell', { name: size, exact: true }).waitFor();
      await seal.getByText(root, { exact: true }).waitFor();
      await seal.locator('time[datetime]').waitFor();
      expect(await seal.getByLabel('签名原文').inputValue()).toBe(note);
      await seal.getByRole('button', { name: '复制原文' }).click();
      await seal.getByRole('button', { name: '已复制' }).waitFor();
      expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(note);
    }
    const unsealed = page.getByRole('region', { name: '账套“未封存账套”的封存' });
    await unsealed.getByRole('alert').waitFor();
    await page.evaluate('scrollTo(0, 0)');
    expect(await obstacles(page, 'seals')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('are in reach on a small dark screen, and no business of a cashier', async () => {
    const { page, faults } = await console.sandboxWindow('auditor', '/console/seals', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await page.evaluate(`localStorage.setItem('fund.language', 'en')`);
    await page.reload();
    const seal = page.getByRole('region', { name: 'Seal of the audit trail' });
    await seal.getByLabel('Signed note').waitFor();
    expect(await obstacles(page, 'seals-en-dark-390')).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    expect(faults).toEqual([]);

    const cashier = await console.sandboxWindow('cashier', '/console/workspace');
    await cashier.page.getByRole('link', { name: '资金台账' }).waitFor();
    expect(await cashier.page.getByRole('link', { name: '审计核验' }).count()).toBe(0);
  });
});
