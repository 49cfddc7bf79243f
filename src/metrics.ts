import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { readPostingState } from './ledger';
import { Metrics } from './platform/http/metrics.controller';

interface PoolCounts {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/**
 * The figures of a process for Prometheus. What is true of the installation is read from the database
 * at each collection, so that every process tells the same and none has to be asked first.
 */
export class FundMetrics extends Metrics {
  private readonly registry = new Registry();
  private readonly ready = this.gauge('fund_posting_ready', 'Requests that wait to be posted');
  private readonly oldestReady = this.gauge(
    'fund_posting_oldest_ready_seconds',
    'Age of the oldest request that waits to be posted; 0 when none waits',
  );
  private readonly journals = this.gauge('fund_posting_journals', 'Journals in all books');
  private readonly failed = this.gauge(
    'fund_posting_failed',
    'Requests that could not be posted, by code',
    'code',
  );
  private readonly connections = this.gauge(
    'fund_database_connections',
    'Database connections of this process, and callers that wait for one',
    'state',
  );

  constructor(private readonly dataSource: DataSource) {
    super();
    collectDefaultMetrics({ register: this.registry });
  }

  override async text(): Promise<string> {
    // Before the query below takes a connection of its own.
    const { master } = this.dataSource.driver as unknown as { master: PoolCounts };
    this.connections.set({ state: 'idle' }, master.idleCount);
    this.connections.set({ state: 'used' }, master.totalCount - master.idleCount);
    this.connections.set({ state: 'waiting' }, master.waitingCount);

    const state = await readPostingState(this.dataSource);
    this.ready.set(state.ready);
    this.oldestReady.set(state.oldestReadySeconds);
    this.journals.set(state.journals);
    this.failed.reset();
    for (const { code, requests } of state.failed) this.failed.set({ code }, requests);
    return this.registry.metrics();
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
