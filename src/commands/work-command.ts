import type { Logger } from 'pino';
import type { FundDatabase } from '../database';
import { createWorker } from '../service';
import { untilStopped } from './until-stopped';

/** Posts what waits until it is stopped. */
export async function work(database: FundDatabase, logger: Logger): Promise<void> {
  const stopped = untilStopped();
  const worker = createWorker(database, logger);
  await worker.start();
  await stopped;
  await worker.stop();
}
