import type { FundDatabase } from './database';
import {
  BullSealJobs,
  PostingWorker,
  type ReportFault,
  type Sealing,
  SealingWorker,
} from './ledger';
import type { FundMetrics } from './metrics';
import { Mailer, NoticeWorker } from './notices';
import { EXPIRIES, OPEN_WORK } from './open-work';
import type { Config } from './platform/config';
import { createLogger } from './platform/logging';
import { traceIdOf } from './platform/tracing';

/** What works in the background of a process. */
export interface Worker {
  start(): Promise<void>;
  /** Takes no new work and waits for what is in hand. */
  stop(): Promise<void>;
}

/**
 * Posts, woken by Redis where there is one, else by PostgreSQL itself, seals where there is a key, and sends
 * notices.
 */
export function createWorker(
  config: Config,
  database: FundDatabase,
  sealing: Sealing | undefined,
  metrics: FundMetrics,
): Worker {
  const logger = createLogger(config.logLevel);
  const report =
    (what: string): ReportFault =>
    (bookId, error, request) => {
      logger.error({ bookId, request, traceId: traceIdOf(error), err: error }, what);
    };
  const { dataSource, wakeUp } = database;
  const posting = new PostingWorker(
    dataSource,
    wakeUp,
    report('posting fault'),
    (batch, seconds) => {
      metrics.batchDrained(batch, seconds);
    },
  );
  const jobs = sealing && config.redisUrl ? new BullSealJobs(config.redisUrl) : undefined;
  const sealer = sealing && new SealingWorker(dataSource, sealing, report('sealing fault'), jobs);
  const { mail, publicUrl } = config;
  const notices = new NoticeWorker(
    dataSource,
    { mailer: mail && new Mailer(mail), publicUrl },
    { work: OPEN_WORK, expiries: EXPIRIES },
    (error) => {
      logger.error({ err: error }, 'notice fault');
    },
  );
  return {
    start: async () => {
      await posting.start();
      sealer?.start();
      notices.start();
    },
    stop: async () => {
      await notices.stop();
      await sealer?.stop();
      await jobs?.close();
      await posting.stop();
    },
  };
}
