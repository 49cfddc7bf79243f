import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { brokenRules } from '../support/books';
import { examplePath, expectedStatement } from '../support/examples';
import {
  buildOnce,
  environmentOf,
  type FundRun,
  runFund,
  startFund,
} from '../support/fund-process';
import { TestRedis } from '../support/redis';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { QueueScene } from './queue-scene';

const STARTS_WITHIN_MS = 60_000;

describe('npx fund work, killed', () => {
  let scene: QueueScene;
  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    scene = await QueueScene.open();
    await scene.newBook();
  }, 180_000);
  afterAll(() => scene.close());

  it('while it posts, loses nothing: another goes on', async () => {
    const environment = { ...environmentOf(scene.ledger.database), REDIS_URL: scene.redis.url };
    const workers = [startFund(['work'], environment), startFund(['work'], environment)];
    try {
      const announcer = await scene.openWakeUp();
      await scene.acceptMany(50, announcer);
      await scene.until(async () => (await scene.postings()).journals === 50, STARTS_WITHIN_MS);
      const [first, second] = workers;
      const accepting = scene.acceptMany(400, announcer);
      await scene.until(async () => (await scene.postings()).journals > 100);
      first?.process.kill('SIGKILL');
      await accepting;
      expect(await scene.untilDrained()).toBeLessThan(30_000);
      second?.process.kill('SIGTERM');
      expect(await second?.done).toEqual({
        status: 0,
        stdout: '',
        stderr: 'Sealing is off: FUND_SEAL_KEY_FILE is not set.\n',
      });
      await scene.endTest();
    } finally {
      for (const { process, done } of workers) {
        process.kill('SIGKILL');
        await done;
      }
    }
  });
});

describe('npx fund with REDIS_URL', () => {
  let database: TestDatabase;
  let redis: TestRedis | undefined;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    child = undefined;
    await redis?.remove();
    redis = undefined;
  });
  afterAll(() => database.drop());

  const run = async (url: string): Promise<FundRun> => {
    const started = startFund(['work'], { ...environmentOf(database), REDIS_URL: url });
    child = started.process;
    return started.done;
  };

  it('does not start on a Redis that may forget what it is given, and says what to do', async () => {
    redis = await TestRedis.start({ 'maxmemory-policy': 'allkeys-lru' });
    const { status, stdout, stderr } = await run(redis.url);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Redis has maxmemory-policy allkeys-lru and may drop .*noeviction/);
    expect(stderr).toContain('CONFIG SET maxmemory-policy noeviction');
    const doctor = await runFund(['doctor'], { ...environmentOf(database), REDIS_URL: redis.url });
    expect(doctor.status).toBe(1);
    expect(doctor.stdout).toContain('✗ Redis: Redis has maxmemory-policy allkeys-lru');
    await redis.kill();
    const later = await runFund(['doctor'], { ...environmentOf(database), REDIS_URL: redis.url });
    expect(later).toMatchObject({ status: 0, stderr: '' });
    expect(later.stdout).toContain('· Redis: does not answer at 127.0.0.1');
  });

  it('does not start where Redis refuses the login, and names the setting', async () => {
    redis = await TestRedis.start({ requirepass: 'right' });
    const { status, stderr } = await run(redis.url.replace('//', '//:wrong@'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Redis refuses the login: .*\nCheck user and password in REDIS_URL\./);
    expect(stderr).not.toContain('wrong@');
  });

  it('starts without a Redis that is down, says so, serves degraded, and recovers', async () => {
    redis = await TestRedis.reserve();
    const started = startFund(['start'], {
      ...environmentOf(database),
      REDIS_URL: redis.url,
      PORT: '0',
    });
    child = started.process;
    const deadline = Date.now() + STARTS_WITHIN_MS;
    while (!started.output().includes('Serving on') && child.exitCode === null) {
      if (Date.now() > deadline) throw new Error('it did not start');
      await pause(20);
    }
    const url = /Serving on (\S+)/.exec(started.output())?.[1] ?? '';
    const ready = async (): Promise<{ http: number; status: string; redis: unknown }> => {
      const response = await fetch(`${url}/readyz`);
      const { status, details } = (await response.json()) as {
        status: string;
        details: { redis: { status: string } };
      };
      return { http: response.status, status, redis: details.redis.status };
    };
    expect(await ready()).toEqual({ http: 200, status: 'degraded', redis: 'degraded' });
    await redis.restart();
    while ((await ready()).status !== 'ok') {
      if (Date.now() > deadline) throw new Error('it did not find Redis again');
      await pause(50);
    }
    expect(await ready()).toEqual({ http: 200, status: 'ok', redis: 'up' });
    await redis.kill();
    while ((await ready()).status !== 'degraded') {
      if (Date.now() > deadline) throw new Error('it did not notice that Redis is gone');
      await pause(50);
    }
    child.kill('SIGINT');
    const { status, stderr } = await started.done;
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Redis cannot be reached \(ECONNREFUSED\)\. Nothing is lost/);
  });

  it('replays a case file while Redis is down', async () => {
    redis = await TestRedis.reserve();
    const replay = await runFund(['replay', examplePath('01-tutorial')], {
      ...environmentOf(database),
      REDIS_URL: redis.url,
    });
    expect(replay.stderr).toMatch(/^Redis cannot be reached \(ECONNREFUSED\)\. Nothing is lost/);
    expect(replay.status).toBe(0);
    expect(JSON.parse(replay.stdout)).toEqual(expectedStatement('01-tutorial'));
    expect(await brokenRules(database.dataSource)).toEqual([]);
  });

  it('is refused as a setting where it is no address of a Redis', async () => {
    const { status, stderr } = await runFund(['work'], { REDIS_URL: 'http://127.0.0.1' });
    expect({ status, names: stderr.includes('REDIS_URL: ') }).toEqual({ status: 1, names: true });
  });
});
