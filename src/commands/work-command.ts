import type { FundDatabase } from '../database';
import type { Language } from '../errors';
import type { Config } from '../platform/config';
import { serveMetrics } from '../platform/http/metrics-server';
import { FundMetrics } from '../metrics';
import { openSealing } from '../sealing';
import { createWorker } from '../background';
import { SEALING_IS_OFF } from './sealing-is-off';
import { untilStopped } from './until-stopped';

const WORDS = {
  en: (url: string) => `Metrics at ${url}/metrics`,
  zh: (url: string) => `监控指标：${url}/metrics`,
} as const satisfies Record<Language, unknown>;

/** Posts what waits, and seals it where there is a key, until it is stopped. */
export async function work(
  config: Config,
  database: FundDatabase,
  say: (message: string) => void,
): Promise<void> {
  const stopped = untilStopped();
  const sealing = openSealing(config, database);
  if (sealing === undefined) say(SEALING_IS_OFF[config.language]);
  const metrics = new FundMetrics(database.dataSource);
  const worker = createWorker(config, database, sealing, metrics);
  const { metricsPort } = config;
  const server = metricsPort === undefined ? undefined : await serveMetrics(metrics, metricsPort);
  if (server !== undefined) say(WORDS[config.language](server.url));
  await worker.start();
  await stopped;
  await worker.stop();
  await server?.stop();
}
