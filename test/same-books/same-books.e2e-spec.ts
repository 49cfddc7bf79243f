import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { movedDay } from '../../src/recoveries/judgment-of-content';
import { readTrialBalance, settleBook } from '../../src/ledger';
import { readCalendar } from '../../src/working-days';
import { ApprovalScene } from '../approvals/approval-scene';
import { EXAMPLES, exampleText } from '../support/examples';
import { TestService } from '../support/test-service';
import { accountsOf } from './accounts-of';
import { performedPart, type ToldCase } from './case-file';
import { performOverHttp } from './case-over-http';

// Every event of a case is performed, and what a replay refuses is refused with the same code; left out is only what cannot
// be asked for, or is refused earlier and for another reason. What cannot be told over HTTP are the days on which the bureau
// itself acts, which are always today: the books of both are compared without days. The days of a public notice pass for
// nobody: an award is said to have been shown to the public long ago.
describe('a case that people perform over HTTP', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.open();
  });
  afterAll(() => service.close());

  it.each(EXAMPLES)('%s has the accounts of its replay', async (name) => {
    const { dataSource } = service.database;
    const calendar = await readCalendar(dataSource.manager);
    const told = JSON.parse(exampleText(name)) as ToldCase;
    const part = performedPart(told, (day) => movedDay(day, calendar));
    expect(part.events.length).toBeGreaterThan(0);

    const bureau = await service.bureau(told.id);
    await performOverHttp(ApprovalScene.over(service, bureau), part);
    await settleBook(dataSource, bureau.bookId);
    const { bookId } = await replayCaseFile(dataSource, parseCaseFile(JSON.stringify(part)));
    const { manager } = dataSource;
    expect(await readTrialBalance(manager, bureau.bookId)).toEqual(
      await readTrialBalance(manager, bookId),
    );
    expect(await accountsOf(manager, bureau.bookId, part)).toEqual(
      await accountsOf(manager, bookId, part),
    );
  });
});
