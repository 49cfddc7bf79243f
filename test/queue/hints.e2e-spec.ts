import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { BullWakeUp } from '../../src/ledger';
import { QueueScene } from './queue-scene';

describe('hints on Redis', () => {
  let scene: QueueScene;
  beforeAll(async () => {
    scene = await QueueScene.open();
  });
  beforeEach(() => scene.newBook());
  afterEach(() => scene.endTest());
  afterAll(() => scene.close());

  it('post an announced request long before the sweeper would find it', async () => {
    await scene.startWorker();
    const announcer = await scene.openWakeUp();
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const request = await scene.accept();
      const started = performance.now();
      await announcer.announce(scene.bookId);
      await scene.untilPosted([request]);
      times.push(performance.now() - started);
    }
    expect(Math.min(...times)).toBeLessThan(200);
    expect(times.reduce((sum, time) => sum + time)).toBeLessThan(2_500);
  });

  it('leave nothing in Redis once they are taken', async () => {
    await scene.startWorker();
    const announcer = await scene.openWakeUp();
    await scene.accept();
    await announcer.announce(scene.bookId);
    await scene.untilDrained();
    await scene.until(async () => !(await scene.keys()).some((key) => key.includes('drain:')));
    await scene.redis.command('FLUSHALL');
  });

  it('coalesce while nobody takes them', async () => {
    const announcer = await scene.openWakeUp();
    for (let index = 0; index < 20; index += 1) await announcer.announce(scene.bookId);
    expect(await scene.redis.command('LLEN', '{fund}:ledger:wait')).toBe(1);
    await scene.accept();
    await scene.startWorker();
    await scene.untilDrained();
  });

  it('are not lost when they come while the drain of their book runs', async () => {
    // Calls of the sweeper would hide a lost hint, so this listens without one.
    const announcer = await scene.openWakeUp();
    const listener = await scene.openWakeUp();
    const heard: number[] = [];
    let drain: Promise<void> = Promise.resolve();
    const stop = await listener.listen((book) => {
      heard.push(book);
      drain = pause(300);
    });
    try {
      await announcer.announce(scene.bookId);
      await scene.until(() => Promise.resolve(heard.length === 1));
      // In the first moment of the drain, and in the middle of it.
      await announcer.announce(scene.bookId);
      await scene.until(() => Promise.resolve(heard.length === 2));
      await announcer.announce(scene.bookId);
      await scene.until(() => Promise.resolve(heard.length === 3));
      await drain;
    } finally {
      await stop();
    }
  });

  it('are gone from Redis when the drain begins that they asked for', async () => {
    const announcer = await scene.openWakeUp();
    const listener = await scene.openWakeUp();
    const left: Promise<string[]>[] = [];
    const stop = await listener.listen(() => left.push(scene.keys()));
    try {
      for (let round = 1; round <= 5; round += 1) {
        await announcer.announce(scene.bookId);
        await scene.until(() => Promise.resolve(left.length === round));
        const keys = (await left.at(-1)) ?? [];
        expect(keys.filter((key) => key.includes('drain:'))).toEqual([]);
      }
    } finally {
      await stop();
    }
  });

  it('are not lost when they come in the very moment in which a drain begins', async () => {
    const announcer = await scene.openWakeUp();
    const listener = await scene.openWakeUp();
    let heard = 0;
    const stop = await listener.listen((book) => {
      heard += 1;
      // Its id must be free by now, or this one is ignored and the chain breaks.
      if (heard < 200) void announcer.announce(book);
    });
    try {
      await announcer.announce(scene.bookId);
      await scene.until(() => Promise.resolve(heard === 200), 5_000);
    } finally {
      await stop();
    }
  });

  it('are each followed by a drain that begins after them, however fast they come', async () => {
    const announcer = await scene.openWakeUp();
    const listener = await scene.openWakeUp();
    let accepted = 0;
    let seen = 0;
    const stop = await listener.listen(() => (seen = accepted));
    try {
      for (let index = 0; index < 500; index += 1) {
        accepted += 1;
        const own = accepted;
        await announcer.announce(scene.bookId);
        if (index % 50 === 0) await scene.until(() => Promise.resolve(seen >= own));
      }
      await scene.until(() => Promise.resolve(seen === 500));
    } finally {
      await stop();
    }
  });

  it('that name no book are ignored', async () => {
    await scene.startWorker();
    for (const id of ['nonsense', 'drain:', 'drain:-1', 'drain:99999999999', 'drain:1e3']) {
      await scene.addJob(id);
    }
    await scene.accept();
    await scene.addJob('drain:2147483');
    await scene.addJob(`drain:${scene.bookId}`);
    await scene.untilDrained();
    expect(scene.faults).toEqual([]);
  });

  it('reach one worker each, and two workers together post everything once', async () => {
    await Promise.all([scene.startWorker(), scene.startWorker()]);
    const announcer = await scene.openWakeUp();
    for (let index = 0; index < 60; index += 1) {
      await scene.accept();
      await announcer.announce(scene.bookId);
    }
    await scene.untilDrained();
  });

  it('travel although the first connection was lost in its first moment', async () => {
    let connections = 0;
    const gate = createServer((socket) => {
      connections += 1;
      if (connections === 1) {
        socket.destroy();
        return;
      }
      const redis = connect(scene.redis.port, '127.0.0.1');
      for (const end of [socket, redis]) end.on('error', () => undefined);
      socket.pipe(redis).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(gate, 'listening');
    const { port } = gate.address() as AddressInfo;
    const announcer = await BullWakeUp.open(`redis://127.0.0.1:${String(port)}`);
    try {
      await scene.until(async () => {
        await announcer.announce(scene.bookId);
        return (await scene.redis.command('LLEN', '{fund}:ledger:wait')) === 1;
      });
    } finally {
      await announcer.close();
      gate.close();
      await scene.redis.command('FLUSHALL');
    }
  });

  it('stop when the listener stops, within a second or so', async () => {
    const listener: BullWakeUp = await scene.openWakeUp();
    const heard: number[] = [];
    const stop = await listener.listen((book) => heard.push(book));
    await pause(100);
    const started = performance.now();
    await stop();
    expect(performance.now() - started).toBeLessThan(2_500);
    await listener.announce(scene.bookId);
    await pause(100);
    expect(heard).toEqual([]);
    await scene.redis.command('FLUSHALL');
  });
});
