import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { keyInFolder } from '../sealing/support';
import { exampleText } from '../support/examples';
import { buildOnce, environmentOf, runFund, startService } from '../support/fund-process';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly status: { readonly code?: number; readonly message?: string };
  readonly events: readonly unknown[];
}

interface Export {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

/** Receives what is exported by OTLP over HTTP. */
class Collector {
  private readonly bodies: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        if (request.url === '/v1/traces') collector.bodies.push(body);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return collector;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** All that came in since the last time. */
  take(): { text: string; spans: Span[] } {
    const bodies = this.bodies.splice(0);
    const exports = bodies.map((body) => JSON.parse(body) as Export);
    const scopes = exports.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans),
    );
    return { text: bodies.join('\n'), spans: scopes.flatMap(({ spans }) => spans) };
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

const KNOWN_ATTRIBUTES = new Set([
  'error.type',
  'fund.book',
  'fund.busy',
  'fund.event',
  'fund.fact',
  'fund.failed',
  'fund.log',
  'fund.posted',
  'fund.sealed',
  'fund.sealed_before',
  'fund.size',
  'fund.tries',
  'http.request.method',
  'http.response.status_code',
  'http.route',
]);

/** Whatever a case file says in words, and every amount of it. */
function delicateTexts(value: unknown): string[] {
  if (typeof value === 'string') {
    const isText = /[^\p{ASCII}]/u.test(value) || value.includes(' ');
    return isText || /^\d+\.\d\d$/.test(value) ? [value] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(delicateTexts);
}

describe('traces', () => {
  const seal = keyInFolder();
  let database: TestDatabase;
  let collector: Collector;
  let environment: Record<string, string>;
  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    database = await createTestDatabase();
    collector = await Collector.start();
    environment = {
      ...environmentOf(database),
      FUND_SEAL_KEY_FILE: seal.keyFile,
      FUND_CHECKPOINT_DIR: join(seal.folder, 'checkpoints'),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    };
  }, 180_000);
  afterAll(async () => {
    await collector.stop();
    await database.drop();
    rmSync(seal.folder, { recursive: true });
  });

  const attribute = ({ attributes }: Span, key: string): unknown =>
    Object.values(attributes.find((found) => found.key === key)?.value ?? {})[0];

  const checkNames = ({ spans }: { spans: readonly Span[] }): void => {
    const keys = spans.flatMap(({ attributes }) => attributes.map(({ key }) => key));
    expect(keys.filter((key) => !KNOWN_ATTRIBUTES.has(key))).toEqual([]);
    expect(spans.flatMap(({ events }) => events)).toEqual([]);
    expect(spans.filter(({ status }) => status.message !== undefined)).toEqual([]);
  };

  it('show each act, what it asked to be posted, and the posting; no names, texts or amounts', async () => {
    const file = join('examples', 'cases', '01-tutorial.json');
    expect(await runFund(['replay', file], environment)).toMatchObject({ status: 0 });
    const taken = collector.take();
    checkNames(taken);
    const { spans, text } = taken;
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const accepts = spans.filter(({ name }) => name === 'ledger.accept');
    expect(accepts.map((span) => attribute(span, 'fund.fact'))).toContain('advance_paid');
    for (const accept of accepts) {
      const transaction = byId.get(accept.parentSpanId ?? '');
      expect(transaction?.name).toBe('transaction');
      expect(byId.get(transaction?.parentSpanId ?? '')?.name).toBe('case_file.event');
    }
    const posted = spans
      .filter(({ name }) => name === 'ledger.drain')
      .map((span) => Number(attribute(span, 'fund.posted')));
    expect(posted.reduce((sum, count) => sum + count)).toBe(accepts.length);
    const delicate = delicateTexts(JSON.parse(exampleText('01-tutorial')));
    expect(delicate.length).toBeGreaterThan(20);
    expect(delicate.filter((words) => text.includes(words))).toEqual([]);
  });

  it('show sealing and publishing', async () => {
    expect(await runFund(['seal'], environment)).toMatchObject({ status: 0 });
    const taken = collector.take();
    checkNames(taken);
    const names = taken.spans.map(({ name }) => name);
    expect(names).toContain('ledger.seal');
    expect(names).toContain('ledger.publish_checkpoint');
    const [seals] = taken.spans.filter(({ name }) => name === 'ledger.seal');
    expect(seals && attribute(seals, 'fund.sealed_before')).toBe('0');
  });

  it('continue the trace of a caller, and name the route, not what was asked for', async () => {
    const service = await startService({ ...environment, LOG_LEVEL: 'info' });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const response = await fetch(`${service.url}/api/v1/books/zhang-san/accounts?name=zhang-san`, {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    expect(await response.json()).toMatchObject({ code: 'SIGN_IN_REQUIRED', traceId });
    const { stderr } = await service.stop();
    const lines = stderr.split('\n').filter((line) => line.includes('request completed'));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ req: { traceId } }]);
    const taken = collector.take();
    checkNames(taken);
    const span = taken.spans.find((found) => found.traceId === traceId);
    expect(span).toMatchObject({
      name: 'GET /api/v1/books/:id/accounts',
      parentSpanId: 'b7ad6b7169203331',
    });
    expect(span && attribute(span, 'http.response.status_code')).toBe(401);
    expect(taken.text).not.toContain('zhang');
  });

  it('are not made, and their libraries not loaded, where no collector is named', async () => {
    const quiet = { ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: '', NODE_DEBUG: 'module' };
    const run = await runFund(['seal'], quiet);
    expect(run.status).toBe(0);
    expect(run.stderr).toContain('opentelemetry/api');
    expect(run.stderr).not.toMatch(/opentelemetry\/(sdk|exporter|otlp)/);
    expect(collector.take().spans).toEqual([]);
  });

  it('hold nothing up when the collector is away', async () => {
    const away = { ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
    expect(await runFund(['seal'], away)).toMatchObject({ status: 0, stderr: '' });
  });
});
