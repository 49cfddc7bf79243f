import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { buildOnce, environmentOf, startFund } from '../support/fund-process';
import { freePort } from '../support/redis';
import { QueueScene } from './queue-scene';

/** Made for these tests alone; the key of the authority was thrown away. */
const FOLDER = join(__dirname, 'tls-for-tests-only');
const STARTS_WITHIN_MS = 40_000;
const AUTHORITY = join(FOLDER, 'authority.pem');

describe('rediss://', () => {
  let scene: QueueScene;
  let tlsPort: number;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    tlsPort = await freePort();
    // A redis-server that was built without TLS does not know these options and says so.
    scene = await QueueScene.open({
      'tls-port': String(tlsPort),
      'tls-cert-file': join(FOLDER, 'server.pem'),
      'tls-key-file': join(FOLDER, 'server-key.pem'),
      'tls-ca-cert-file': AUTHORITY,
      'tls-auth-clients': 'no',
    });
  }, 180_000);
  beforeEach(() => scene.newBook());
  afterEach(async () => {
    child?.kill('SIGKILL');
    await scene.endTest();
  });
  afterAll(() => scene.close());

  const startWorker = (trust: Record<string, string>): ReturnType<typeof startFund> => {
    const started = startFund(['work'], {
      ...environmentOf(scene.ledger.database),
      REDIS_URL: `rediss://127.0.0.1:${String(tlsPort)}`,
      ...trust,
    });
    child = started.process;
    return started;
  };

  const connectionsWithTls = async (): Promise<number> => {
    const list = (await scene.redis.command('CLIENT', 'LIST')) as string;
    return list.split('\n').filter((line) => line.includes(`laddr=127.0.0.1:${String(tlsPort)} `))
      .length;
  };

  const hintIsThere = async (): Promise<boolean> =>
    (await scene.keys()).some((key) => key.endsWith(`drain:${scene.bookId}`));

  it('carries hints where the authority of the server is trusted', async () => {
    const announcer = await scene.openWakeUp();
    await scene.acceptMany(20, announcer);
    expect(await hintIsThere()).toBe(true);
    const worker = startWorker({ NODE_EXTRA_CA_CERTS: AUTHORITY });
    // The worker is the only one who could take it.
    await scene.until(async () => !(await hintIsThere()), STARTS_WITHIN_MS);
    expect(await connectionsWithTls()).toBeGreaterThanOrEqual(3);
    await scene.untilDrained(STARTS_WITHIN_MS);
    worker.process.kill('SIGTERM');
    expect(await worker.done).toEqual({
      status: 0,
      stdout: '',
      stderr: 'Sealing is off: FUND_SEAL_KEY_FILE is not set.\n',
    });
  });

  it('is as good as down where the authority is not trusted: it says so, and posts all the same', async () => {
    const announcer = await scene.openWakeUp();
    await scene.acceptMany(20, announcer);
    const worker = startWorker({});
    await scene.untilDrained(STARTS_WITHIN_MS);
    expect(await hintIsThere()).toBe(true);
    worker.process.kill('SIGTERM');
    const { status, stderr } = await worker.done;
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^Redis cannot be reached \((UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET)_\w+\)/,
    );
  });
});
