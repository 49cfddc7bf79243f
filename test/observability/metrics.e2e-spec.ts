import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PostgresWakeUp } from '../../src/ledger';
import { readConfig } from '../../src/platform/config';
import { type Service, serve } from '../../src/service';
import { keyInFolder } from '../sealing/support';
import { poison } from '../support/poison';
import { environmentOf, SECRET_KEY, startFund } from '../support/fund-process';
import { income, pool, TestLedger, transfer } from '../support/ledger';

const GIVE_UP_AFTER_MS = 60_000;
const seal = keyInFolder();

/** What a scrape says of a series; undefined where it has none. */
const valueOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : parseFloat(line.slice(series.length));
};

describe('the metrics', () => {
  let ledger: TestLedger;
  let service: Service;
  let wakeUp: PostgresWakeUp;
  beforeAll(async () => {
    ledger = await TestLedger.create();
    wakeUp = new PostgresWakeUp(ledger.dataSource, ledger.database.serviceClient);
    const config = readConfig({
      PORT: '0',
      LOG_LEVEL: 'silent',
      FUND_SEAL_KEY_FILE: seal.keyFile,
      FUND_SECRET_KEY_FILE: SECRET_KEY,
    });
    service = await serve(config, {
      dataSource: ledger.dataSource,
      embedded: false,
      place: 'test',
      wakeUp,
      close: () => Promise.resolve(),
    });
  });
  afterAll(async () => {
    await service.stop();
    await ledger.drop();
    rmSync(seal.folder, { recursive: true });
  });

  const scrape = async (): Promise<string> => (await fetch(`${service.url}/metrics`)).text();
  const until = async (isSo: (text: string) => boolean): Promise<string> => {
    const deadline = Date.now() + GIVE_UP_AFTER_MS;
    for (;;) {
      const text = await scrape();
      if (isSo(text)) return text;
      if (Date.now() > deadline) throw new Error(`it did not come to that:\n${text}`);
      await pause(20);
    }
  };

  it('tell what is sealed, and what is not yet', async () => {
    const before = await scrape();
    expect(valueOf(before, 'fund_sealing_unsealed_journals')).toBe(0);
    expect(valueOf(before, 'fund_sealing_oldest_unsealed_seconds')).toBe(0);
    expect(before).not.toMatch(/^fund_sealing_last_checkpoint_seconds/m);
    const bookId = await ledger.openBook();
    await ledger.session(async (client) => {
      // No checkpoint can be written meanwhile, so what is posted stays unsealed.
      await client.query('BEGIN');
      await client.query('LOCK TABLE ledger.checkpoint IN SHARE ROW EXCLUSIVE MODE');
      for (let made = 0; made < 3; made += 1) await ledger.fund(bookId, pool('a'), 1n);
      const behind = await scrape();
      expect(valueOf(behind, 'fund_sealing_unsealed_journals')).toBe(3);
      expect(valueOf(behind, 'fund_sealing_oldest_unsealed_seconds')).toBeGreaterThan(0);
    });
    const after = await until((text) => valueOf(text, 'fund_sealing_unsealed_journals') === 0);
    expect(valueOf(after, 'fund_sealing_oldest_unsealed_seconds')).toBe(0);
    expect(valueOf(after, 'fund_sealing_last_checkpoint_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('count what this process posts, and in which batches', async () => {
    const before = await scrape();
    const bookId = await ledger.openBook();
    for (let made = 0; made < 4; made += 1) {
      await ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
    }
    await wakeUp.announce(bookId);
    const after = await until((text) => valueOf(text, 'fund_posting_ready') === 0);
    const grown = (series: string): number =>
      (valueOf(after, series) ?? 0) - (valueOf(before, series) ?? 0);
    expect(grown('fund_posted_requests_total')).toBe(4);
    expect(grown('fund_drain_batch_requests_sum')).toBe(4);
    expect(grown('fund_drain_batch_seconds_count')).toBe(grown('fund_drain_batch_requests_count'));
    expect(grown('fund_posting_journals')).toBe(4);
    expect(grown('fund_posting_entries')).toBe(8);
  });

  it('count what could not be posted, by its code', async () => {
    const series = 'fund_posting_failed{code="POSTING_REFUSED"}';
    expect(valueOf(await scrape(), series)).toBeUndefined();
    const bookId = await ledger.openBook();
    const spoiled: bigint[] = [];
    const accept = () => ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
    while (spoiled.length < 2) {
      const { requestId } = await accept();
      await poison(ledger, requestId, 'none');
      // The worker sweeps now and then, and may have been quicker.
      const { status } = await ledger.requestState(requestId);
      if (status !== 'posted') spoiled.push(requestId);
    }
    await accept();
    await wakeUp.announce(bookId);
    const after = await until((text) => valueOf(text, series) === 2);
    expect(await until((text) => valueOf(text, 'fund_posting_ready') === 0)).toMatch(
      /^fund_posting_failed\{code="POSTING_REFUSED"\} 2$/m,
    );
    expect(after.match(/^fund_posting_failed\{/gm)).toHaveLength(1);
    const [first] = spoiled;
    expect((await ledger.requestState(first ?? 0n)).failure_code).toBe('POSTING_REFUSED');
  });

  it('count the connections that are used, idle and waited for', async () => {
    const state = (text: string, name: string): number | undefined =>
      valueOf(text, `fund_database_connections{state="${name}"}`);
    const held = Array.from({ length: 4 }, () => ledger.dataSource.createQueryRunner());
    await Promise.all(held.map((runner) => runner.connect()));
    try {
      // The worker of this process takes a connection for a moment now and then.
      const text = await scrape();
      expect(state(text, 'used')).toBeGreaterThanOrEqual(4);
      expect(state(text, 'used')).toBeLessThanOrEqual(10);
      expect(state(text, 'waiting')).toBe(0);
    } finally {
      await Promise.all(held.map((runner) => runner.release()));
    }
    const after = await until((text) => (state(text, 'used') ?? 4) < 4);
    expect(state(after, 'idle')).toBeGreaterThanOrEqual(1);
  });

  it('count HTTP requests by the template of their route, never by what was asked for', async () => {
    for (const path of ['/api/v1/books/zhang-san/accounts', '/api/v1/zhang-san?name=zhang-san']) {
      await fetch(`${service.url}${path}`);
    }
    const count = (labels: string): string => `fund_http_request_seconds_count{${labels}}`;
    const route = 'method="GET",route="/api/v1/books/:id/accounts",status="401"';
    const text = await until((scraped) => valueOf(scraped, count(route)) === 1);
    expect(valueOf(text, count('method="GET",route="none",status="404"'))).toBe(1);
    expect(text).not.toContain('zhang');
  });

  it('are served by a worker as well, where it is told to', async () => {
    const run = startFund(['work'], { ...environmentOf(ledger.database), FUND_METRICS_PORT: '0' });
    try {
      const deadline = Date.now() + GIVE_UP_AFTER_MS;
      while (!run.errors().includes('/metrics') && run.process.exitCode === null) {
        if (Date.now() > deadline) throw new Error('the worker did not start');
        await pause(20);
      }
      const url = /Metrics at (http:\/\/127\.0\.0\.1:\d+)\/metrics/.exec(run.errors())?.[1] ?? '';
      const metrics = await fetch(`${url}/metrics`);
      expect(metrics.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(await metrics.text()).toMatch(/^fund_posted_requests_total 0$/m);
      expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
      const nothing = await fetch(`${url}/api/v1/books`);
      expect(nothing.status).toBe(404);
      expect(nothing.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      run.process.kill('SIGTERM');
      expect((await run.done).status).toBe(0);
    } finally {
      run.process.kill('SIGKILL');
      await run.done;
    }
  });
});
