import type { FundDatabase } from '../database';
import type { Config } from '../platform/config';
import { createLogger } from '../platform/logging';
import { openSealing } from '../sealing';
import { createWorker } from '../service';
import { SEALING_IS_OFF } from './sealing-is-off';
import { untilStopped } from './until-stopped';

/** Posts what waits, and seals it where there is a key, until it is stopped. */
export async function work(
  config: Config,
  database: FundDatabase,
  say: (message: string) => void,
): Promise<void> {
  const stopped = untilStopped();
  const sealing = openSealing(config, database);
  if (sealing === undefined) say(SEALING_IS_OFF[config.language]);
  const worker = createWorker(database, sealing, createLogger(config.logLevel));
  await worker.start();
  await stopped;
  await worker.stop();
}
