import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BookFinding,
  CheckpointFolder,
  PostgresWakeUp,
  PostingWorker,
  type SealedBook,
  SealingWorker,
  sealWholeBook,
  verifyBook,
} from '../../src/ledger';
import { keyInFolder } from '../sealing/support';
import { brokenRules } from '../support/books';
import { Gate } from '../support/gates';
import { auditBook, TestLedger } from '../support/ledger';
import { reportFigures, sized } from '../support/reliability';
import { KillableServer } from './killable-server';
import { killServerAt, SERVER_POINTS } from './points';
import { Writers } from './writers';

/** In the normal run one point of accepting, two of a drain and one of sealing. */
const POINTS = sized(
  SERVER_POINTS.filter(({ name }) =>
    [
      'while accepting, the request written',
      'in a drain, before the commit',
      'right after the commit of a drain',
      'while sealing, before the commit',
    ].includes(name),
  ),
  [...SERVER_POINTS, ...SERVER_POINTS],
);
/** Kills at whatever moment, beside those at named points. */
const KILLS_BY_CHANCE = sized(0, 30);
const CONTROL_KILLS = 10;
const ACKNOWLEDGED_BETWEEN_KILLS = sized(150, 1_700);
const DRAINED_WITHIN_MS = 120_000;
const TAKES_AT_MOST_MS = sized(300_000, 3_600_000);
/** Writers, workers, the sealer, and what they need beside. */
const POOL_SIZE = 15;

// The processes of a server and its shared memory are found below /proc.
const onLinux = existsSync('/proc/self/stat') ? describe : describe.skip;

onLinux('kill -9 of PostgreSQL under writers and posting workers', () => {
  let server: KillableServer;
  let ledger: TestLedger;
  let bookId: number;
  let seals: ReturnType<typeof keyInFolder>;
  let workers: (PostingWorker | SealingWorker)[];
  let writers: Writers;

  const open = async (changeSession?: (options: string) => string): Promise<void> => {
    ledger = TestLedger.on(await server.connect(POOL_SIZE, changeSession));
    bookId = await ledger.openBook();
    await server.asSuperuser('CHECKPOINT');
    writers = new Writers(ledger, server, bookId);
    const wakeUp = new PostgresWakeUp(ledger.dataSource, ledger.database.serviceClient);
    // While the server is away they report that it is; what counts is that they go on afterwards.
    const { dataSource } = ledger;
    const sealing = { key: seals.key, folder: new CheckpointFolder(seals.folder) };
    workers = [
      ...[0, 1].map(() => new PostingWorker(dataSource, wakeUp, () => undefined)),
      new SealingWorker(dataSource, sealing, () => undefined),
    ];
    for (const worker of workers) await worker.start();
  };

  beforeEach(async () => {
    workers = [];
    seals = keyInFolder();
    server = await KillableServer.start();
  }, TAKES_AT_MOST_MS);
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await ledger.drop();
    await server.remove();
    rmSync(seals.folder, { recursive: true });
  }, TAKES_AT_MOST_MS);

  const killByChance = async (): Promise<void> => {
    await pause(Math.random() * 200);
    await server.kill();
  };

  /** Kills the server in the middle of the work; returns the milliseconds until a request is acknowledged again. */
  const killOnce = async (kill: () => Promise<void> = killByChance): Promise<number> => {
    await writers.untilAcknowledged(ACKNOWLEDGED_BETWEEN_KILLS);
    await kill();
    const killed = performance.now();
    await server.restart();
    await writers.untilAcknowledged(1);
    return Math.round(performance.now() - killed);
  };

  /** What became of every key: how often it was posted, and for how much. */
  const readFates = async (): Promise<Map<string, { journals: number; amount: string }>> => {
    const rows = await ledger.rows<{ key: string; journals: number; amount: string }>(
      `SELECT r.idempotency_key AS key, count(DISTINCT j.number)::integer AS journals,
              coalesce(sum(e.amount), 0)::text AS amount
         FROM ledger.posting_request r
         LEFT JOIN ledger.journal j ON j.request_id = r.id
         LEFT JOIN (ledger.entry e JOIN ledger.account a ON a.id = e.account_id AND a.code = '1011')
                ON e.journal_number = j.number AND e.book_id = j.book_id
        WHERE r.book_id = $1 GROUP BY r.id`,
      [bookId],
    );
    return new Map(rows.map(({ key, ...fate }) => [key, fate]));
  };

  /** Seals what is left, on what the kills have left, and verifies all of it and whatever was published. */
  const verifySealed = async (): Promise<BookFinding> => {
    const { dataSource } = ledger;
    // One that is just sealing would have the book, and nothing would be sealed here.
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    const [book] = await ledger.rows<SealedBook>('SELECT id, code FROM ledger.book WHERE id = $1', [
      bookId,
    ]);
    if (book === undefined) throw new Error('the book is not there');
    await sealWholeBook(dataSource, book, {
      key: seals.key,
      folder: new CheckpointFolder(seals.folder),
    });
    const folder = join(seals.folder, book.code);
    const notes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    return verifyBook(dataSource, book, seals.key.publicKey, notes);
  };

  it(
    'loses nothing that was acknowledged, doubles nothing, and posting goes on unaided',
    async () => {
      await open();
      await Gate.build(ledger.database);
      writers.start();
      const kills: Record<string, number> = {};
      const recoveries: number[] = [];
      for (const point of POINTS) {
        recoveries.push(
          await killOnce(() => killServerAt(point, ledger.database, () => server.kill())),
        );
        kills[point.name] = (kills[point.name] ?? 0) + 1;
      }
      for (let kill = 1; kill <= KILLS_BY_CHANCE; kill += 1) recoveries.push(await killOnce());
      await writers.stop();
      await ledger.untilDrained(bookId, DRAINED_WITHIN_MS);
      const fates = await readFates();
      const { acknowledged, cutOff, cutOffAfterCommit } = writers;
      const lost = [...acknowledged.keys()].filter((key) => !fates.has(key));
      const wrong = [...acknowledged].filter(([key, amount]) => {
        const fate = fates.get(key);
        return fate?.journals !== 1 || fate.amount !== String(amount);
      });
      reportFigures('crash-postgres', {
        kills,
        killsByChance: KILLS_BY_CHANCE,
        acknowledged: acknowledged.size,
        cutOffAndSentAgain: cutOff,
        cutOffAfterCommit,
        lost: lost.length,
        notPostedExactlyOnce: wrong.length,
        recoveryMaxMs: Math.max(...recoveries),
        sharedMemoryLeft: server.sharedMemoryLeft().length,
      });
      expect(lost).toEqual([]);
      expect(wrong).toEqual([]);
      expect(fates.size).toBe(acknowledged.size);
      expect(cutOff).toBeGreaterThan(0);
      expect(await auditBook(ledger, bookId)).toEqual([]);
      const journals = String(acknowledged.size);
      expect(await verifySealed()).toMatchObject({ journals, sealed: journals });
      expect(await brokenRules(ledger.dataSource)).toEqual([]);
      expect(server.sharedMemoryLeft()).toEqual([]);
    },
    TAKES_AT_MOST_MS,
  );

  it(
    'is seen to lose what was acknowledged where sessions do not wait for the disk',
    async () => {
      await open((options) => {
        const changed = options.replace('synchronous_commit=on', 'synchronous_commit=off');
        expect(changed).not.toBe(options);
        return changed;
      });
      let kills = 0;
      let lost = 0;
      while (lost === 0 && kills < CONTROL_KILLS) {
        writers.start();
        await killOnce();
        kills += 1;
        await writers.stop();
        const fates = await readFates();
        lost = [...writers.acknowledged.keys()].filter((key) => !fates.has(key)).length;
      }
      const acknowledged = writers.acknowledged.size;
      reportFigures('crash-postgres-control', { kills, acknowledged, lost });
      expect(lost).toBeGreaterThan(0);
    },
    TAKES_AT_MOST_MS,
  );
});
