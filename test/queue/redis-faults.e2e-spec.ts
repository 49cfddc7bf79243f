import { setTimeout as pause } from 'node:timers/promises';
import type { BullWakeUp } from '../../src/ledger';
import { QueueScene } from './queue-scene';

/** How long a posting may wait whatever happens to Redis. */
const HEALED_WITHIN_MS = 2_000;
const REQUESTS = 300;

/** Does something to Redis again and again until told to stop. */
function meanwhile(everyMs: number, act: () => Promise<unknown>): () => Promise<number> {
  const stop = new AbortController();
  const run = async (): Promise<number> => {
    let done = 0;
    while (!stop.signal.aborted) {
      await act();
      done += 1;
      await pause(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    return done;
  };
  const running = run();
  return () => {
    stop.abort();
    return running;
  };
}

describe('whatever happens to Redis', () => {
  let scene: QueueScene;
  let announcer: BullWakeUp;
  beforeAll(async () => {
    scene = await QueueScene.open();
  });
  beforeEach(async () => {
    await scene.newBook();
    await Promise.all([scene.startWorker(), scene.startWorker()]);
    announcer = await scene.openWakeUp();
  });
  afterEach(async () => {
    await scene.endTest();
    expect(scene.faults).toEqual([]);
  });
  afterAll(() => scene.close());

  /** Hints come quickly again: what is announced is posted before the sweeper could find it. */
  const hintsAreBack = async (): Promise<void> => {
    await scene.until(async () => {
      const request = await scene.accept();
      const started = performance.now();
      await announcer.announce(scene.bookId);
      await scene.untilPosted([request]);
      return performance.now() - started < 200;
    });
  };

  it('nothing is lost when it is emptied again and again', async () => {
    const stop = meanwhile(200, () => scene.redis.command('FLUSHALL'));
    let left = REQUESTS;
    while (left > 0) {
      await scene.acceptMany(30, announcer);
      await pause(80);
      left -= 30;
    }
    expect(await stop()).toBeGreaterThan(3);
    expect(await scene.untilDrained()).toBeLessThan(HEALED_WITHIN_MS);
    await hintsAreBack();
  });

  it('nothing is lost when it is killed, accepting goes on, and hints come back', async () => {
    const accepting = scene.acceptMany(REQUESTS, announcer);
    await pause(100);
    await scene.redis.kill();
    await accepting;
    expect(await scene.untilDrained()).toBeLessThan(HEALED_WITHIN_MS);
    const started = performance.now();
    await scene.acceptMany(50, announcer);
    expect(performance.now() - started).toBeLessThan(1_500);
    expect(await scene.untilDrained()).toBeLessThan(HEALED_WITHIN_MS);
    await scene.redis.restart();
    await hintsAreBack();
  });

  it('nothing is lost when it is killed and started several times during the work', async () => {
    const stop = meanwhile(150, async () => {
      await scene.redis.kill();
      await pause(50);
      await scene.redis.restart();
    });
    for (let part = 0; part < 10; part += 1) {
      await scene.acceptMany(30, announcer);
      await pause(50);
    }
    expect(await stop()).toBeGreaterThan(1);
    expect(await scene.untilDrained()).toBeLessThan(HEALED_WITHIN_MS);
    await hintsAreBack();
  });

  it('nothing is lost when it hangs, and whoever accepts waits half a second once', async () => {
    await scene.acceptMany(50, announcer);
    scene.redis.freeze();
    try {
      const started = performance.now();
      await scene.acceptMany(100, announcer, 1);
      expect(performance.now() - started).toBeLessThan(2_000);
      await pause(1_500);
      expect(await scene.untilDrained()).toBeLessThan(HEALED_WITHIN_MS);
    } finally {
      scene.redis.thaw();
    }
    await hintsAreBack();
  });

  it('nothing is lost when every connection to it is cut', async () => {
    const stop = meanwhile(100, () => scene.redis.command('CLIENT', 'KILL', 'TYPE', 'normal'));
    for (let part = 0; part < 10; part += 1) {
      await scene.acceptMany(20, announcer);
      await pause(30);
    }
    await stop();
    expect(await scene.untilDrained()).toBeLessThan(HEALED_WITHIN_MS);
    await hintsAreBack();
  });

  it('nothing is lost when it is full, and hints come back when it has room', async () => {
    await scene.redis.command('SET', 'ballast', 'x'.repeat(100_000));
    await scene.redis.command('CONFIG', 'SET', 'maxmemory', '1000000');
    await expect(scene.addJob('drain:1')).rejects.toThrow(/OOM/);
    const started = performance.now();
    await scene.acceptMany(REQUESTS, announcer);
    expect(await scene.untilDrained()).toBeLessThan(HEALED_WITHIN_MS);
    expect(performance.now() - started).toBeLessThan(10_000);
    await scene.redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await hintsAreBack();
  });

  it('nothing is lost when jobs stay behind that nobody will ever end', async () => {
    // What a worker leaves that dies between taking a job and ending it.
    await scene.redis.command('HSET', `{fund}:ledger:drain:${scene.bookId}`, 'name', '__default__');
    await scene.acceptMany(20, announcer);
    expect(await scene.untilDrained()).toBeLessThan(HEALED_WITHIN_MS);
    await scene.redis.command('FLUSHALL');
  });
});
