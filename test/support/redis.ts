import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'redis';
import { findRedis } from './redis-binary';

const ANSWERS_WITHIN_MS = 60_000;
/** Below the range from which outgoing connections take theirs: one of those could hold the port. */
const PORTS = { first: 20_000, count: 12_000 } as const;
const TRIES = 50;

/** Options of redis-server, without their dashes. */
export type RedisOptions = Readonly<Record<string, string>>;

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A port of the loopback interface on which nobody listens. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port was found for Redis');
}

/** A real Redis on a loopback port of its own, which can be killed, frozen and started again. */
export class TestRedis {
  private server: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly options: RedisOptions,
  ) {}

  /** Starts one that keeps nothing and refuses to evict, unless the options say otherwise. */
  static async start(options: RedisOptions = {}): Promise<TestRedis> {
    const redis = await TestRedis.reserve(options);
    await redis.restart();
    return redis;
  }

  /** One that is not running yet. */
  static async reserve(options: RedisOptions = {}): Promise<TestRedis> {
    return new TestRedis(await freePort(), mkdtempSync(join(tmpdir(), 'fund-redis-')), {
      'maxmemory-policy': 'noeviction',
      save: '',
      appendonly: 'no',
      ...options,
    });
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  /** Starts it, empty, on the same port; returns when it answers. */
  async restart(): Promise<void> {
    const { path, libraries } = findRedis();
    const args = Object.entries(this.options).flatMap(([name, value]) => [`--${name}`, value]);
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const server = spawn(path, [...place, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: libraries === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries },
    });
    this.server = server;
    let said = '';
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
    }
    const deadline = Date.now() + ANSWERS_WITHIN_MS;
    while (!(await this.answers())) {
      if (Date.now() > deadline || server.exitCode !== null) {
        throw new Error(`the test Redis did not start: ${said}`);
      }
      await pause(10);
    }
  }

  /** Ends it in good order; returns when it is gone. */
  async shutDown(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** kill -9; returns when it is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const server = this.server;
    if (server === undefined) return;
    this.server = undefined;
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  }

  freeze(): void {
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  /** Sends one command. */
  async command(...words: readonly [string, ...string[]]): Promise<unknown> {
    const client = createClient({
      url: this.url,
      disableOfflineQueue: true,
      socket: { connectTimeout: 1_000, reconnectStrategy: false },
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await client.sendCommand([...words]);
    } finally {
      client.destroy();
    }
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<boolean> {
    try {
      // NOAUTH is an answer too.
      await this.command('PING').catch((error: unknown) => {
        if (!String(error).includes('NOAUTH')) throw error;
      });
      return true;
    } catch {
      return false;
    }
  }
}
