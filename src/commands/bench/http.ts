import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DataSource } from 'typeorm';
import type { FundDatabase } from '../../database';
import { makeApiKey, Secrets } from '../../identity';
import { openBook, PostgresWakeUp, settleBook } from '../../ledger';
import { FundMetrics } from '../../metrics';
import { readConfig } from '../../platform/config';
import { APP_ROLE, clientSettings, dataSourceOptions } from '../../platform/database/connection';
import { ENTITIES } from '../../schema';
import { createWorker } from '../../background';
import { createApplication } from '../../service';
import type { Voucher } from '../../vouchers';
import type { BenchDatabase } from './bench-database';
import type { ClientResult, ClientWork } from './http-clients';
import { enterPeople } from './people';

const BOOK = 'bench-http';
const CONNECTIONS = 12;
const PAYERS = 1_000;
const BULK_CLIENTS = 2;
const VOUCHERS_IN_BULK = 500;
const ENTRIES = 2;
const UNLIMITED = '100000000';

const voucher = (n: number): Voucher => ({
  businessOn: '2024-03-01',
  summary: 'benchmark',
  adjusting: false,
  lines: [
    { account: '1002.01', dimensions: {}, debit: '1.00' },
    { account: '2307.09', dimensions: { party: `p${String(n % PAYERS)}` }, credit: '1.00' },
  ],
});

async function drive(work: ClientWork): Promise<ClientResult> {
  const clients = new Worker(join(__dirname, 'http-clients.js'), { workerData: work });
  const [[result]] = (await Promise.all([once(clients, 'message'), once(clients, 'exit')])) as [
    [ClientResult],
    unknown,
  ];
  return result;
}

async function openFundDatabase(database: BenchDatabase): Promise<FundDatabase> {
  const dataSource = new DataSource(
    dataSourceOptions(database.service, APP_ROLE, {
      entities: ENTITIES,
      migrations: [],
      poolSize: CONNECTIONS,
    }),
  );
  await dataSource.initialize();
  return {
    dataSource,
    embedded: true,
    place: 'bench',
    wakeUp: new PostgresWakeUp(dataSource, clientSettings(database.service, APP_ROLE)),
    close: () => dataSource.destroy(),
  };
}

/** A key of the sandbox's finance officer. */
async function makeKey(dataSource: DataSource): Promise<string> {
  const officer = (await enterPeople(dataSource))('finance_officer');
  return dataSource.transaction(async (tx) => {
    const { key } = await makeApiKey(tx, officer, {
      name: 'bench',
      scopes: ['vouchers:write'],
      days: 1,
    });
    return key;
  });
}

/**
 * What the real service accepts over HTTP on the loopback interface while a worker of the same process
 * posts it: `single` in requests a second of `singleClients`, `bulk` in entries a second of two clients
 * that send 500 vouchers of two entries at a time.
 */
export async function measureHttp(
  database: BenchDatabase,
  singleClients: number,
  forMs: number,
): Promise<{ single: number; bulk: number }> {
  const fund = await openFundDatabase(database);
  const config = readConfig({ LOG_LEVEL: 'silent', FUND_ACTS_A_MINUTE: UNLIMITED });
  const metrics = new FundMetrics(fund.dataSource);
  const worker = createWorker(config, fund, undefined, metrics);
  const secrets = new Secrets(randomBytes(32));
  const app = await createApplication(config, fund, { metrics, secrets });
  try {
    const book = { code: BOOK, kind: 'sandbox', title: 'bench' } as const;
    const bookId = await openBook(fund.dataSource.manager, book);
    const key = await makeKey(fund.dataSource);
    await worker.start();
    await app.listen(0, '127.0.0.1');
    const place = `${await app.getUrl()}/api/v1/books/${BOOK}`;
    const rate = async (work: ClientWork): Promise<number> => {
      // The first run opens the accounts and lets Node.js and PostgreSQL prepare what they run.
      await drive(work);
      await settleBook(fund.dataSource, bookId);
      const { accepted, elapsedMs } = await drive(work);
      await settleBook(fund.dataSource, bookId);
      return (accepted * 1_000) / elapsedMs;
    };
    const numbers = Array.from({ length: PAYERS }, (_, n) => n);
    const single = await rate({
      url: `${place}/vouchers`,
      key,
      clients: singleClients,
      forMs,
      bodies: numbers.map((n) => JSON.stringify(voucher(n))),
    });
    const vouchers = numbers.slice(0, VOUCHERS_IN_BULK).map(voucher);
    const bulk = await rate({
      url: `${place}/voucher-batches`,
      key,
      clients: BULK_CLIENTS,
      forMs,
      bodies: [JSON.stringify({ vouchers })],
    });
    return { single, bulk: bulk * VOUCHERS_IN_BULK * ENTRIES };
  } finally {
    await worker.stop();
    await app.close();
    if (fund.dataSource.isInitialized) await fund.close();
  }
}
