import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresWakeUp, verifyBook, type WakeUp } from '../../src/ledger';
import { QueueScene } from '../queue/queue-scene';
import { keyInFolder } from '../sealing/support';
import { buildOnce, environmentOf, startFund } from '../support/fund-process';
import { Gate } from '../support/gates';
import { reportFigures, sized } from '../support/reliability';
import { DRAIN_POINTS, killAt, type KillPoint, SEAL_POINTS } from './points';

const ROUNDS = sized(1, 12);
const STARTS_WITHIN_MS = 60_000;
const ROUND_WITHIN_MS = 3 * STARTS_WITHIN_MS;
/** So many requests make a process go to the point, and so many come after its death. */
const BEFORE = 10;
const AFTER = 5;

/** In the normal run each point kills one of the two programs, in the long run both. */
const pointsFor = (points: readonly KillPoint[], turn: number): readonly KillPoint[] =>
  sized(
    points.filter((_, index) => index % 2 === turn),
    points,
  );

/** The least value that at least half of the others do not exceed. */
const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? NaN;

describe.each([
  { program: 'work', hints: 'Redis', turn: 0 },
  { program: 'start', hints: 'PostgreSQL', turn: 1 },
])('npx fund $program, woken by $hints and killed', ({ program, hints, turn }) => {
  let scene: QueueScene;
  let announcer: WakeUp;
  let seals: ReturnType<typeof keyInFolder>;
  let running: ChildProcess | undefined;
  const delays: number[] = [];
  const kills: Record<string, number> = {};

  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    scene = await QueueScene.open();
    await Gate.build(scene.ledger.database);
    await scene.newBook();
    seals = keyInFolder();
    const { dataSource, database } = scene.ledger;
    announcer =
      hints === 'Redis'
        ? await scene.openWakeUp()
        : new PostgresWakeUp(dataSource, database.serviceClient);
  }, 180_000);
  afterAll(async () => {
    running?.kill('SIGKILL');
    reportFigures(`killed-${program}`, {
      kills,
      accepted: scene.accepted,
      posted: await scene.postings(),
      postedAfterDeathMs: {
        p50: Math.round(medianOf(delays)),
        max: Math.round(Math.max(...delays)),
      },
    });
    await scene.close();
    rmSync(seals.folder, { recursive: true });
  });

  const startFresh = (): ChildProcess => {
    const { process } = startFund([program], {
      ...environmentOf(scene.ledger.database),
      FUND_SEAL_KEY_FILE: seals.keyFile,
      FUND_CHECKPOINT_DIR: join(seals.folder, 'published'),
      PORT: '0',
      ...(hints === 'Redis' && { REDIS_URL: scene.redis.url }),
    });
    running = process;
    return process;
  };

  /** One death and what a fresh process makes of it. */
  const round = async (point: KillPoint): Promise<void> => {
    const isKilled = await killAt(point, scene.ledger.database, async () => {
      await scene.acceptMany(BEFORE, announcer);
      return running ?? startFresh();
    });
    expect(isKilled).toBe(true);
    kills[point.name] = (kills[point.name] ?? 0) + 1;
    const died = performance.now();
    await scene.acceptMany(AFTER, announcer);
    startFresh();
    await scene.untilDrained(STARTS_WITHIN_MS);
    delays.push(performance.now() - died);
    await scene.checkBooks();
  };

  it.each(pointsFor(DRAIN_POINTS, turn))(
    '$name, loses nothing and posts nothing twice',
    async (point) => {
      for (let done = 0; done < ROUNDS; done += 1) await round(point);
    },
    ROUNDS * ROUND_WITHIN_MS,
  );

  it.each(pointsFor(SEAL_POINTS, turn))(
    '$name, leaves no journal unsealed and no checkpoint unpublished',
    async (point) => {
      for (let done = 0; done < ROUNDS; done += 1) {
        await round(point);
        await untilSealed();
        await expectPublished();
      }
    },
    ROUNDS * ROUND_WITHIN_MS,
  );

  async function bookToSeal(): Promise<{ id: number; code: string; isSealed: boolean }> {
    const [book] = await scene.ledger.rows<{ id: number; code: string; isSealed: boolean }>(
      `SELECT b.id, b.code, h.last_journal = (SELECT coalesce(max(c.size), 0) FROM ledger.checkpoint c
                                               WHERE c.book_id = b.id) AS "isSealed"
         FROM ledger.book b JOIN ledger.book_head h ON h.book_id = b.id WHERE b.id = $1`,
      [scene.bookId],
    );
    if (book === undefined) throw new Error('the book is not there');
    return book;
  }

  async function untilSealed(): Promise<void> {
    await scene.until(async () => (await bookToSeal()).isSealed, STARTS_WITHIN_MS);
  }

  /** Every checkpoint is published, and whatever is published is true. */
  async function expectPublished(): Promise<void> {
    const { id, code } = await bookToSeal();
    const { dataSource } = scene.ledger;
    const folder = join(seals.folder, 'published', code);
    const published = readdirSync(folder).filter((name) => name.endsWith('.txt'));
    const notes = published.map((name) => readFileSync(join(folder, name), 'utf8'));
    const checkpoints = await scene.ledger.rows<{ note: string }>(
      'SELECT note FROM ledger.checkpoint WHERE book_id = $1',
      [id],
    );
    expect(notes).toEqual(expect.arrayContaining(checkpoints.map(({ note }) => note)));
    const { journals } = await scene.postings();
    const finding = await verifyBook(dataSource, { id, code }, seals.key.publicKey, notes);
    expect(finding).toMatchObject({ journals: `${journals}`, sealed: `${journals}` });
  }
});
