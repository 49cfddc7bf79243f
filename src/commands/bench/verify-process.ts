import 'reflect-metadata';
import { createPublicKey } from 'node:crypto';
import { DataSource } from 'typeorm';
import { type SealedBook, verifyBook } from '../../ledger';
import {
  APP_ROLE,
  type DatabaseAddress,
  dataSourceOptions,
} from '../../platform/database/connection';

/** What a process of its own is to verify. */
export interface VerifyWork {
  readonly service: DatabaseAddress;
  readonly book: SealedBook;
  /** PEM */
  readonly publicKey: string;
}

/** What a verification took; memory is what the whole process had, in bytes. */
export interface VerifyResult {
  readonly entries: number;
  readonly ms: number;
  /** When a tenth of the time was over. */
  readonly rssAtTenth: number;
  readonly rssAtEnd: number;
  readonly rssPeak: number;
}

const LOOK_EVERY_MS = 10;

async function verify({ service, book, publicKey }: VerifyWork): Promise<VerifyResult> {
  const dataSource = new DataSource(
    dataSourceOptions(service, APP_ROLE, { entities: [], migrations: [], poolSize: 2 }),
  );
  await dataSource.initialize();
  const started = performance.now();
  const seen: { readonly at: number; readonly rss: number }[] = [];
  const look = (): number => {
    const rss = process.memoryUsage.rss();
    seen.push({ at: performance.now() - started, rss });
    return rss;
  };
  const watch = setInterval(look, LOOK_EVERY_MS);
  try {
    const { entries } = await dataSource.transaction('REPEATABLE READ', (tx) =>
      verifyBook(tx, book, createPublicKey(publicKey)),
    );
    const ms = performance.now() - started;
    const rssAtEnd = look();
    const rssAtTenth = seen.find(({ at }) => at >= ms / 10)?.rss ?? rssAtEnd;
    return { entries, ms, rssAtTenth, rssAtEnd, rssPeak: process.resourceUsage().maxRSS * 1_024 };
  } finally {
    clearInterval(watch);
    await dataSource.destroy();
  }
}

// A process of its own, so that its memory is that of verifying and of nothing else.
process.once('message', (work: VerifyWork) => {
  void verify(work).then((result) => {
    process.send?.(result, undefined, {}, () => {
      process.disconnect();
    });
  });
});
