import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { verify } from '../../src/commands/seal-commands';
import { closeMonth, PostgresWakeUp, rebuildCheck } from '../../src/ledger';
import { APP_ROLE, dataSourceOptions } from '../../src/platform/database/connection';
import { inTransaction } from '../../src/platform/database/transaction';
import { pool, refusalOf, TestLedger } from '../support/ledger';

/** So short that whoever waits for the lock below goes over it. */
const LIMIT = '2s';
const LOCKED_MS = 3_500;

describe('the limit of a statement', () => {
  let ledger: TestLedger;
  let service: DataSource;
  beforeAll(async () => {
    ledger = await TestLedger.create();
    service = new DataSource(
      dataSourceOptions(ledger.database.serviceAddress, APP_ROLE, {
        entities: [],
        migrations: [],
        poolSize: 5,
        statementLimit: LIMIT,
      }),
    );
    await service.initialize();
  });
  afterAll(async () => {
    await service.destroy();
    await ledger.drop();
  });

  it('stops what the service does, but not what goes through whole books', async () => {
    const bookId = await ledger.openBook();
    await ledger.fund(bookId, pool('a'), 10n);
    const database = {
      dataSource: service,
      embedded: false,
      place: 'test',
      wakeUp: new PostgresWakeUp(service, ledger.database.serviceClient),
      close: () => Promise.resolve(),
    };
    const owner = new Client(ledger.database.superuserClient);
    await owner.connect();
    try {
      await owner.query('BEGIN');
      await owner.query('LOCK TABLE ledger.entry IN ACCESS EXCLUSIVE MODE');
      const waiting = Promise.all([
        refusalOf(service.query('SELECT count(*) FROM ledger.entry')),
        rebuildCheck(service, bookId),
        verify(database, undefined, {}),
        inTransaction(service, (tx) =>
          closeMonth(tx, { bookId, month: '2024-03-01', by: 'closer', checkOnly: true }),
        ),
      ]);
      await pause(LOCKED_MS);
      await owner.query('ROLLBACK');
      const [refusal, difference, findings, closing] = await waiting;
      expect(refusal.sqlState).toBe('57014');
      expect(difference).toBeUndefined();
      expect(findings).toMatchObject([{ journals: '1' }, { log: 'audit' }]);
      expect(closing).toMatchObject({ version: 1 });
    } finally {
      await owner.end();
    }
  });
});
