import { setTimeout as pause } from 'node:timers/promises';
import { type Bilingual, ExplainedError } from '../errors';

/** Names the watch among the parts of the HTTP service; null stands there where there is no Redis. */
export const REDIS_WATCH = 'redis watch';

/** How long a start, or a question about health, waits for Redis. */
const ANSWERS_WITHIN_MS = 1_000;
const CONNECTS_WITHIN_MS = 2_000;
const PING_EVERY_MS = 3_000;
/** Longer than PING_EVERY_MS: then only a Redis that says nothing at all is silent for so long. */
const SILENT_FOR_MS = 10_000;
const MOST_BETWEEN_TRIES_MS = 1_000;

/** The only policy under which Redis refuses what it has no room for, rather than forgetting it. */
export const NEEDED_POLICY = 'noeviction';

const REFUSED_LOGIN =
  /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password|ERR AUTH|ERR .*without any password)/i;

/** Redis answers, but cannot be used as it is configured. */
export class RedisUnfitError extends ExplainedError {}

/** `up`: hints travel. `down`: it does not answer. `unfit`: it may forget hints. */
export interface RedisHealth {
  readonly state: 'up' | 'down' | 'unfit';
  readonly message?: string;
}

/** Says something to whoever runs the process. */
type Say = (notice: Bilingual) => void;

const unfit = (policy: string | undefined): RedisUnfitError =>
  policy === undefined
    ? new RedisUnfitError({
        en: [
          'Redis does not tell its maxmemory-policy: neither CONFIG GET nor INFO may be used.',
          'Allow the login one of them (ACL SETUSER … +config|get, or +info), or unset REDIS_URL.',
        ],
        zh: [
          '无法得知 Redis 的 maxmemory-policy：CONFIG GET 和 INFO 都不允许使用。',
          '请为该登录开放其中之一（ACL SETUSER … +config|get 或 +info），或取消 REDIS_URL。',
        ],
      })
    : new RedisUnfitError({
        en: [
          `Redis has maxmemory-policy ${policy} and may drop what it was given; ${NEEDED_POLICY} is needed.`,
          `Run CONFIG SET maxmemory-policy ${NEEDED_POLICY} and write it into redis.conf (a hosted Redis: ` +
            'its console), or unset REDIS_URL.',
        ],
        zh: [
          `Redis 的 maxmemory-policy 是 ${policy}，可能丢弃已交给它的内容；须为 ${NEEDED_POLICY}。`,
          `请运行 CONFIG SET maxmemory-policy ${NEEDED_POLICY} 并写入 redis.conf（托管的 Redis 在其控制台设置），` +
            '或取消 REDIS_URL。',
        ],
      });

/** Loads the client by itself: it is a good part of what a process consists of, and most have no Redis. */
const loadRedis = () => import('redis');

const newClient = async (url: string) =>
  (await loadRedis()).createClient({
    url,
    name: 'fund',
    disableOfflineQueue: true,
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: CONNECTS_WITHIN_MS,
      socketTimeout: SILENT_FOR_MS,
      reconnectStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 10), MOST_BETWEEN_TRIES_MS),
    },
  });

type Client = Awaited<ReturnType<typeof newClient>>;

/** Asks the server itself, then the report that hosted servers allow where they forbid CONFIG. */
async function readPolicy(client: Client): Promise<string | undefined> {
  const { ErrorReply } = await loadRedis();
  try {
    return (await client.configGet('maxmemory-policy'))['maxmemory-policy'];
  } catch (error) {
    if (!(error instanceof ErrorReply)) throw error;
  }
  try {
    return /^maxmemory_policy:(\S+)/m.exec(await client.info('memory'))?.[1];
  } catch (error) {
    if (!(error instanceof ErrorReply)) throw error;
    return undefined;
  }
}

/** Runs `work`, and gives it up after a second. */
async function soon<T>(work: Promise<T>): Promise<T> {
  const giveUp = new AbortController();
  const late = pause(ANSWERS_WITHIN_MS, undefined, { signal: giveUp.signal, ref: false });
  try {
    return await Promise.race([
      work,
      late.then(() => {
        throw new Error(`no answer within ${ANSWERS_WITHIN_MS} ms`);
      }),
    ]);
  } finally {
    giveUp.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}

/** Keeps an eye on Redis: whether it answers, and whether it would forget what it is given. */
export class RedisWatch {
  private fault: RedisUnfitError | undefined;

  /** @param client the connection; it refuses at once what it cannot send */
  private constructor(readonly client: Client) {}

  /**
   * Connects. A Redis that does not answer is no reason not to start: it is said, and the connection
   * is made, and the policy looked at, when it is back.
   *
   * @throws RedisUnfitError it answers, but refuses the login or may forget what it is given
   */
  static async open(url: string, say: Say): Promise<RedisWatch> {
    const client = await newClient(url);
    const watch = new RedisWatch(client);
    const first = new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      client.once('error', reject);
    });
    client.on('error', () => undefined);
    client.connect().catch(() => undefined);
    try {
      await soon(first);
      await soon(watch.look());
      if (watch.fault !== undefined) throw watch.fault;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const refusal = REFUSED_LOGIN.test(reason)
        ? new RedisUnfitError({
            en: [`Redis refuses the login: ${reason}`, 'Check user and password in REDIS_URL.'],
            zh: [`Redis 拒绝登录：${reason}`, '请检查 REDIS_URL 中的用户和密码。'],
          })
        : error;
      if (refusal instanceof RedisUnfitError) {
        watch.close();
        throw refusal;
      }
      say({
        en:
          `Redis cannot be reached (${describe(error)}). Nothing is lost: until it is back, postings wait up ` +
          'to two seconds for the sweeper, and over HTTP nobody signs in or moves money. Check REDIS_URL, or ' +
          'unset it to do without.',
        zh:
          `无法连接 Redis（${describe(error)}）。不会丢失任何内容：恢复之前，记账至多等待约两秒，由巡查补上；` +
          '经 HTTP 不能登录，也不能办理资金业务。' +
          '请检查 REDIS_URL；不用 Redis 时请取消该设置。',
      });
    }
    client.on('ready', () => {
      watch.look().then(
        () => {
          const { fault } = watch;
          if (fault !== undefined) say({ en: fault.in('en'), zh: fault.in('zh') });
        },
        () => undefined,
      );
    });
    return watch;
  }

  /** Whether hints travel now; takes a second at most and never fails. */
  async health(): Promise<RedisHealth> {
    try {
      await soon(this.client.ping());
    } catch (error) {
      return { state: 'down', message: describe(error) };
    }
    return this.fault === undefined
      ? { state: 'up' }
      : { state: 'unfit', message: this.fault.message };
  }

  close(): void {
    this.client.destroy();
  }

  private async look(): Promise<void> {
    const policy = await readPolicy(this.client);
    this.fault = policy === NEEDED_POLICY ? undefined : unfit(policy);
  }
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
