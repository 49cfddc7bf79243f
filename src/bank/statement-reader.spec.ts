import { movement, profile, statementFile } from '../../test/bank-statements/files';
import { StatementReader } from './statement-reader';

const WORK = {
  bytes: statementFile(0n, [movement(100n)]),
  format: profile(),
  withRows: false,
};

describe('the reader of bank statements', () => {
  it('ends what takes too long, and goes on', async () => {
    const { reading } = await new StatementReader({ milliseconds: 1 }).read(WORK);
    expect(reading).toEqual({
      state: 'refused',
      faults: [{ code: 'TOO_SLOW', line: null, column: null }],
    });
    expect((await new StatementReader().read(WORK)).reading.state).toBe('read');
  });

  it('reads some at once, lets some wait, and turns the others away', async () => {
    const busy = new StatementReader({ atOnce: 1, waiting: 2 });
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => busy.read(WORK)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = all.flatMap((each) =>
      each.status === 'rejected' ? [each.reason as Error] : [],
    );
    expect(refused).toMatchObject([
      { code: 'DOCUMENT_READER_BUSY' },
      { code: 'DOCUMENT_READER_BUSY' },
    ]);
  });
});
