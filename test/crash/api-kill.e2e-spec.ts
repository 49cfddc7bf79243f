import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { enterSandboxPeople } from '../../src/identity';
import { settleBook } from '../../src/ledger';
import { brokenRules } from '../support/books';
import { buildOnce, environmentOf, startFund } from '../support/fund-process';
import { Gate } from '../support/gates';
import { auditBook, TestLedger } from '../support/ledger';
import { freePort } from '../support/redis';
import { reportFigures, sized } from '../support/reliability';
import { VoucherService } from '../vouchers/voucher-service';
import { type Answer, HttpClients } from './http-clients';
import { DRAIN_POINTS, killAt, VOUCHER_POINTS } from './points';

/** Where the service dies: as it accepts, and as it posts what its callers wait for. */
const POINTS = [
  ...VOUCHER_POINTS,
  ...sized(
    DRAIN_POINTS.filter(({ gate, fate }) => gate === 'drain commit' && fate !== 'carried out'),
    DRAIN_POINTS,
  ),
];
const KILLS = sized(6, 200);
const ACKNOWLEDGED_BETWEEN_KILLS = sized(20, 25);
const STARTS_WITHIN_MS = 60_000;
const TAKES_AT_MOST_MS = sized(300_000, 3_600_000);

/** What there is of a voucher. */
interface Fate {
  readonly request: string | null;
  readonly requests: number;
  /** Records of entering that name just this request. */
  readonly records: number;
  readonly lines: number;
  readonly holds: number;
  readonly journals: number;
  /** Fen that were posted for it. */
  readonly posted: string;
}

describe('kill -9 of the service with vouchers on their way to it', () => {
  let service: VoucherService;
  let ledger: TestLedger;
  let book: { id: number; code: string };
  let clients: HttpClients;
  let environment: Record<string, string>;
  let running: ChildProcess | undefined;
  const kills: Record<string, number> = {};
  const restarts: number[] = [];

  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    service = await VoucherService.start();
    ledger = TestLedger.on(service.database);
    await Gate.build(service.database);
    book = await service.openBookWith('1000000.00');
    // The same port again and again: nobody tells the callers that there is another process.
    const port = String(await freePort());
    environment = { ...environmentOf(service.database), PORT: port };
    const url = `http://127.0.0.1:${port}`;
    const open = () => enterSandboxPeople(service.dataSource, '51220000MJ00010109', '2020-01-01');
    clients = new HttpClients({ url, apiKey: service.key, bookCode: book.code, open });
  }, 180_000);
  afterAll(async () => {
    running?.kill('SIGKILL');
    await service.stop();
  });

  const start = async (): Promise<ChildProcess> => {
    const { process, output, errors } = startFund(['start'], environment);
    running = process;
    const deadline = performance.now() + STARTS_WITHIN_MS;
    while (!output().includes('Serving on')) {
      const isOver = process.exitCode !== null || performance.now() > deadline;
      if (isOver) throw new Error(`the service did not start: ${errors()}`);
      await pause(10);
    }
    return process;
  };

  /** What became of every voucher that left anything behind, by its key. */
  const readFates = async (): Promise<Map<string, Fate>> => {
    const rows = await ledger.rows<Fate & { key: string }>(
      `SELECT key, min(r.id)::text AS request, count(r.id)::integer AS requests,
              count(v.id) FILTER (WHERE v.content->'requests' = jsonb_build_array(r.id::text))::integer AS records,
              coalesce(sum(jsonb_array_length(r.lines)), 0)::integer AS lines,
              coalesce(sum(jsonb_array_length(r.hold_changes)), 0)::integer AS holds,
              count(j.number)::integer AS journals,
              coalesce(sum((SELECT sum(e.amount) FROM ledger.entry e
                             WHERE e.journal_number = j.number AND e.book_id = j.book_id AND e.amount > 0)), 0)::text AS posted
         FROM (SELECT r.*, r.summary AS key FROM ledger.posting_request r WHERE r.book_id = $1) r
         FULL JOIN (SELECT a.*, substr(a.act_key, length('voucher:') + 1) AS key
                      FROM fund.audit_event a WHERE a.book_id = $1) v USING (key)
         LEFT JOIN ledger.journal j ON j.request_id = r.id
        WHERE key LIKE 'voucher-%' GROUP BY key`,
      [book.id],
    );
    return new Map(rows.map(({ key, ...fate }) => [key, fate]));
  };

  /** Vouchers that are there in part, or twice. */
  const inParts = (fates: Map<string, Fate>): [string, Fate][] =>
    [...fates].filter(([key, { requests, records, lines, holds, journals, posted }]) => {
      const { isPaid, amount } = clients.sent.get(key) ?? { isPaid: false, amount: 0n };
      const isWhole = requests === 1 && records === 1 && lines === 2 && holds === (isPaid ? 1 : 0);
      return !isWhole || journals > 1 || posted !== String(BigInt(journals) * amount);
    });

  /** One death in the middle of the work, and what it leaves behind. */
  const killOnce = async (place: number): Promise<void> => {
    const point = POINTS[place % POINTS.length];
    if (point === undefined) throw new Error('there are no points');
    await clients.untilAcknowledged(ACKNOWLEDGED_BETWEEN_KILLS);
    const isKilled = await killAt(point, service.database, () =>
      running === undefined ? start() : Promise.resolve(running),
    );
    expect(isKilled).toBe(true);
    kills[point.name] = (kills[point.name] ?? 0) + 1;
    const died = performance.now();
    const fates = await readFates();
    expect(inParts(fates)).toEqual([]);
    expect([...clients.acknowledged.keys()].filter((key) => !fates.has(key))).toEqual([]);
    await start();
    await clients.untilAcknowledged(1);
    restarts.push(performance.now() - died);
  };

  /** Whether an answer says the same as the first, which for a caller who waits may be how far it has come. */
  const isSame = (key: string, first: Answer, again: Answer): boolean =>
    clients.sent.get(key)?.waits === true
      ? first.location === again.location
      : JSON.stringify(first) === JSON.stringify(again);

  it(
    'leaves what was acknowledged there once, and what was not there whole or not at all',
    async () => {
      await start();
      clients.start();
      for (let kill = 0; kill < KILLS; kill += 1) await killOnce(kill);
      await clients.stop();
      await settleBook(service.dataSource, book.id);

      const { sent, acknowledged, abandoned, cutOff } = clients;
      const fates = await readFates();
      const wrong = [...acknowledged].filter(([key, { location }]) => {
        const fate = fates.get(key);
        const isThere = location?.endsWith(`/requests/${fate?.request ?? ''}`) === true;
        return !isThere || fate?.journals !== 1;
      });
      const unlike: string[] = [];
      for (const [key, first] of acknowledged) {
        if (!isSame(key, first, await clients.send(key))) unlike.push(key);
      }
      const whole = [...abandoned].filter((key) => fates.get(key)?.journals === 1).length;
      const absent = [...abandoned].filter((key) => !fates.has(key)).length;
      reportFigures('killed-api', {
        kills,
        sent: sent.size,
        acknowledged: acknowledged.size,
        cutOff: cutOff.size,
        abandoned: { whole, absent },
        notThereExactlyOnce: wrong.length,
        answeredInAnotherWay: unlike.length,
        answersAgainMaxMs: Math.round(Math.max(...restarts)),
      });
      expect(Object.keys(kills)).toEqual(POINTS.map(({ name }) => name));
      expect(wrong).toEqual([]);
      expect(unlike).toEqual([]);
      expect(inParts(fates)).toEqual([]);
      expect(whole + absent).toBe(abandoned.size);
      expect(acknowledged.size + abandoned.size).toBe(sent.size);
      expect(cutOff.size).toBeGreaterThanOrEqual(KILLS);
      expect((await readFates()).size).toBe(fates.size);
      expect(await auditBook(ledger, book.id)).toEqual([]);
      expect(await brokenRules(service.dataSource)).toEqual([]);
    },
    TAKES_AT_MOST_MS,
  );
});
