import { setTimeout as pause } from 'node:timers/promises';
import { RedisUnfitError, RedisWatch } from '../../src/platform/redis';
import { TestRedis } from '../support/redis';

const acl = (user: string, ...rules: string[]): [string, ...string[]] => [
  ...(['ACL', 'SETUSER', user, 'on', '>secret', '~*', '&*', '+@all'] as const),
  ...rules,
];

describe('the watch over Redis', () => {
  let redis: TestRedis;
  let said: string[];
  const open = (user?: string): Promise<RedisWatch> =>
    RedisWatch.open(
      user === undefined ? redis.url : redis.url.replace('//', `//${user}:secret@`),
      ({ en }) => said.push(en),
    );
  beforeAll(async () => {
    redis = await TestRedis.start();
    await redis.command(...acl('hosted', '-config'));
    await redis.command(...acl('mute', '-config', '-info'));
  });
  beforeEach(() => {
    said = [];
  });
  afterAll(() => redis.remove());

  const faultOf = async (opening: Promise<RedisWatch>): Promise<RedisUnfitError> => {
    try {
      (await opening).close();
    } catch (error) {
      if (error instanceof RedisUnfitError) return error;
      throw error;
    }
    throw new Error('it was accepted');
  };

  it('accepts noeviction', async () => {
    const watch = await open();
    expect(await watch.health()).toEqual({ state: 'up' });
    watch.close();
    expect(said).toEqual([]);
  });

  it('reads the policy from INFO where CONFIG is forbidden', async () => {
    (await open('hosted')).close();
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl');
    try {
      expect((await faultOf(open('hosted'))).message).toContain('maxmemory-policy volatile-ttl');
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    }
  });

  it('says what to allow where neither may be asked', async () => {
    const { message, whatToDo } = await faultOf(open('mute'));
    expect(message).toContain('does not tell its maxmemory-policy');
    expect(whatToDo).toContain('+config|get');
  });

  it('refuses a login that Redis does not know', async () => {
    expect((await faultOf(open('nobody'))).whatToDo).toContain('REDIS_URL');
  });

  it('looks again whenever it connects, and says when the policy has become wrong', async () => {
    const watch = await open();
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      await redis.command('CLIENT', 'KILL', 'TYPE', 'normal');
      const deadline = Date.now() + 5_000;
      while (said.length === 0 && Date.now() < deadline) await pause(20);
      expect(said.join()).toContain('maxmemory-policy allkeys-lru');
      expect(await watch.health()).toMatchObject({ state: 'unfit' });
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
      watch.close();
    }
  });

  it('is down while Redis hangs, up when it goes on, and never waits longer than a second', async () => {
    const watch = await open();
    redis.freeze();
    try {
      const started = performance.now();
      expect(await watch.health()).toMatchObject({ state: 'down' });
      expect(performance.now() - started).toBeLessThan(1_500);
      const hanging = await open();
      hanging.close();
      expect(said.join()).toContain('Redis cannot be reached');
    } finally {
      redis.thaw();
    }
    expect(await watch.health()).toEqual({ state: 'up' });
    watch.close();
  });
});
