import { collectDefaultMetrics, Counter, Gauge, Histogram, register, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { readTrailState } from './audit';
import { type DrainResult, readPostingState, readSealingState } from './ledger';
import { Metrics } from './platform/http/metrics';
import type { AnsweredRequest } from './platform/http/observe-requests';

interface PoolCounts {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

const REQUESTS_A_BATCH = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const BATCH_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The figures of a process for Prometheus. What is true of the installation is read from the database
 * at each collection, so that every process tells the same and none has to be asked first. No label
 * names a person, a case or an amount.
 */
export class FundMetrics extends Metrics {
  private readonly registry = new Registry();
  private readonly ready = this.gauge('fund_posting_ready', 'Requests that wait to be posted');
  private readonly oldestReady = this.gauge(
    'fund_posting_oldest_ready_seconds',
    'Age of the oldest request that waits to be posted; 0 when none waits',
  );
  private readonly journals = this.gauge('fund_posting_journals', 'Journals in all books');
  private readonly entries = this.gauge('fund_posting_entries', 'Entries in all books');
  private readonly failed = this.gauge(
    'fund_posting_failed',
    'Requests that could not be posted, by code',
    'code',
  );
  private readonly unsealed = this.gauge(
    'fund_sealing_unsealed_journals',
    'Journals that are posted and under no checkpoint yet',
  );
  private readonly oldestUnsealed = this.gauge(
    'fund_sealing_oldest_unsealed_seconds',
    'Age of the oldest journal that is under no checkpoint; 0 when there is none',
  );
  private readonly lastCheckpoint = this.gauge(
    'fund_sealing_last_checkpoint_seconds',
    'Age of the newest checkpoint; absent where nothing was ever sealed',
  );
  private readonly unsealedEvents = this.gauge(
    'fund_sealing_unsealed_events',
    'Events of the audit trail that are under no checkpoint yet',
  );
  private readonly oldestUnsealedEvent = this.gauge(
    'fund_sealing_oldest_unsealed_event_seconds',
    'Age of the oldest event that is under no checkpoint; 0 when there is none',
  );
  private readonly connections = this.gauge(
    'fund_database_connections',
    'Database connections of this process, and callers that wait for one',
    'state',
  );
  private readonly posted = new Counter({
    name: 'fund_posted_requests_total',
    help: 'Requests that the worker of this process has posted',
    registers: [this.registry],
  });
  private readonly batchRequests = this.histogram(
    'fund_drain_batch_requests',
    'Requests that one batch posted or put aside',
    REQUESTS_A_BATCH,
  );
  private readonly batchSeconds = this.histogram(
    'fund_drain_batch_seconds',
    'How long one batch took',
    BATCH_SECONDS,
  );
  private readonly httpSeconds = this.histogram(
    'fund_http_request_seconds',
    'How long an HTTP request took, by method, template of its route, and status',
    HTTP_SECONDS,
    'method',
    'route',
    'status',
  );

  constructor(private readonly dataSource: DataSource) {
    super();
    // Its timers and observers go on for ever, so once for each process, however often a service is opened in it.
    if (register.getMetricsAsArray().length === 0) collectDefaultMetrics({ register });
  }

  override requestAnswered({ method, route, status, seconds }: AnsweredRequest): void {
    this.httpSeconds.observe({ method, route, status }, seconds);
  }

  /** Counts a batch of the worker; one that found nothing to do is none. */
  batchDrained({ posted, failed }: DrainResult, seconds: number): void {
    if (posted + failed === 0) return;
    this.posted.inc(posted);
    this.batchRequests.observe(posted + failed);
    this.batchSeconds.observe(seconds);
  }

  override async text(): Promise<string> {
    // Before the queries below take connections of their own.
    this.lookAtConnections();
    await this.readPosting();
    await this.readSealing();
    return Registry.merge([register, this.registry]).metrics();
  }

  private lookAtConnections(): void {
    const { master } = this.dataSource.driver as unknown as { master: PoolCounts };
    this.connections.set({ state: 'idle' }, master.idleCount);
    this.connections.set({ state: 'used' }, master.totalCount - master.idleCount);
    this.connections.set({ state: 'waiting' }, master.waitingCount);
  }

  private async readPosting(): Promise<void> {
    const state = await readPostingState(this.dataSource);
    this.ready.set(state.ready);
    this.oldestReady.set(state.oldestReadySeconds);
    this.journals.set(state.journals);
    this.entries.set(state.entries);
    this.failed.reset();
    for (const { code, requests } of state.failed) this.failed.set({ code }, requests);
  }

  private async readSealing(): Promise<void> {
    const state = await readSealingState(this.dataSource);
    this.unsealed.set(state.unsealed);
    this.oldestUnsealed.set(state.oldestUnsealedSeconds);
    if (state.lastCheckpointSeconds === undefined) this.lastCheckpoint.remove();
    else this.lastCheckpoint.set(state.lastCheckpointSeconds);
    const trail = await readTrailState(this.dataSource);
    this.unsealedEvents.set(trail.unsealed);
    this.oldestUnsealedEvent.set(trail.oldestUnsealedSeconds);
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: string[]
  ): Histogram {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }
}
