import type { NestExpressApplication } from '@nestjs/platform-express';
import request, { type Test } from 'supertest';
import { type BookKind, openBook, PostgresWakeUp, settleBook } from '../../src/ledger';
import { readConfig } from '../../src/platform/config';
import { FundMetrics } from '../../src/metrics';
import { createWorker, type Worker } from '../../src/background';
import { TestService } from '../support/test-service';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const SILENT = readConfig({ LOG_LEVEL: 'silent' });

/** `yuan` from the suspense account of a party into the bank account. */
export const received = (yuan: string, party = 'unknown payer') => ({
  businessOn: '2024-03-15',
  summary: 'Money of an unknown payer',
  lines: [
    { account: '1002.01', debit: yuan },
    { account: '2307.09', dimensions: { party }, credit: yuan },
  ],
});

/** `yuan` of bank fees, paid from the bank account. */
export const paid = (yuan: string) => ({
  businessOn: '2024-03-16',
  summary: 'Bank fees',
  lines: [
    { account: '5901', debit: yuan },
    { account: '1002.01', credit: yuan },
  ],
});

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

let named = 0;
/** A key or a book that no other test has. */
export const newName = (prefix: string): string => {
  named += 1;
  return `${prefix}-${String(named)}`;
};

/** The real HTTP service over a database of its own. */
export class VoucherService {
  private constructor(
    readonly database: TestDatabase,
    private readonly app: NestExpressApplication,
    private readonly wakeUp: PostgresWakeUp,
    /** Of a program that acts as the sandbox's finance officer. */
    readonly key: string,
  ) {}

  static async start(): Promise<VoucherService> {
    const database = await createTestDatabase({ poolSize: 20 });
    const { dataSource } = database;
    const service = await TestService.open({}, database);
    const wakeUp = new PostgresWakeUp(dataSource, database.serviceClient);
    const key = await service.sandboxKey('finance_officer', ['vouchers:write', 'books:read']);
    return new VoucherService(database, service.app, wakeUp, key);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  get dataSource(): TestDatabase['dataSource'] {
    return this.database.dataSource;
  }

  /** A worker that posts what is entered, until it is stopped. */
  async startWorker(): Promise<Worker> {
    const { dataSource, wakeUp } = this;
    const parts = { dataSource, wakeUp, embedded: true, place: '', close: () => Promise.resolve() };
    const metrics = new FundMetrics(dataSource);
    const worker = createWorker(SILENT, parts, undefined, metrics);
    await worker.start();
    return worker;
  }

  async openBook(kind: BookKind = 'sandbox'): Promise<{ code: string; id: number }> {
    const code = newName('book');
    return { code, id: await openBook(this.dataSource.manager, { code, kind, title: code }) };
  }

  /** A book with so many yuan in its bank account. */
  async openBookWith(yuan: string): Promise<{ code: string; id: number }> {
    const book = await this.openBook();
    await this.enter(book.code, received(yuan));
    await settleBook(this.dataSource, book.id);
    return book;
  }

  post(path: string): Test {
    return request(this.app.getHttpServer())
      .post(path)
      .set('authorization', `Bearer ${this.key}`)
      .set('accept-language', 'en');
  }

  async enter(
    code: string,
    voucher: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const all = { 'idempotency-key': newName('key'), ...headers };
    return this.post(`/api/v1/books/${code}/vouchers`)
      .set(all)
      .send(voucher as object);
  }

  async enterBatch(
    code: string,
    vouchers: readonly unknown[],
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const all = { 'idempotency-key': newName('key'), ...headers };
    return this.post(`/api/v1/books/${code}/voucher-batches`).set(all).send({ vouchers });
  }

  async get(path: string): Promise<Answer> {
    return request(this.app.getHttpServer())
      .get(path)
      .set('authorization', `Bearer ${this.key}`)
      .set('accept-language', 'en');
  }

  async count(
    table: 'posting_request' | 'hold' | 'journal' | 'audit_event',
    bookId: number,
  ): Promise<number> {
    const from = {
      posting_request: 'ledger.posting_request WHERE',
      journal: 'ledger.journal WHERE',
      audit_event: 'fund.audit_event WHERE',
      hold: 'ledger.hold h JOIN ledger.account a ON a.id = h.account_id WHERE',
    }[table];
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM ${from} book_id = $1`,
      [bookId],
    );
    return row?.count ?? -1;
  }
}
