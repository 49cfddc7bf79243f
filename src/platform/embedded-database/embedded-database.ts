import type { Bilingual } from '../../errors';
import { findBinaryPackage, usableBinaries } from './binaries';
import { SUPERUSER, checkClusterVersion, createClusterIfMissing } from './cluster';
import { prepareDataFolder, type DataFolder } from './data-folder';
import { withLauncherLock } from './launcher-lock';
import { LEASE_NAME, Lease } from './lease';
import { reachRunningServer, stopServer, type ReachedServer } from './running-server';
import { startServer } from './start-server';
import { EmbeddedDatabaseError, wordsOf } from './embedded-database-error';

/** What `openEmbeddedDatabase` needs to know. */
export interface EmbeddedDatabaseOptions {
  /** The data root; everything lives below it. It is created when it is not there. */
  readonly folder: string;
  /** Told, in plain words, what takes time or went wrong without being an error. */
  readonly say?: (notice: Bilingual) => void;
}

/** A running server that this process is attached to. */
export interface EmbeddedDatabase {
  /** The data root, as a real path. */
  readonly folder: string;
  /** Whether this process started the server; false when it found it running. */
  readonly startedHere: boolean;
  /** The folder of the server's socket, to be given to the driver as host. */
  readonly host: string;
  /** Part of the socket's name only: the server opens no TCP port. */
  readonly port: number;
  /** The role to connect as; it needs no password. */
  readonly superuser: string;
  /**
   * Lets the server go and stops it when no other process is attached. Never fails; a second call
   * does nothing. Close all other connections of the process first.
   */
  release(): Promise<void>;
}

/**
 * Attaches to the server of a data folder, which is created and started when needed. The server
 * runs until the last attached process, in whatever order and way they end, has let it go.
 *
 * Fails with an EmbeddedDatabaseError that names the folder or process and says what to do.
 */
export async function openEmbeddedDatabase(
  options: EmbeddedDatabaseOptions,
): Promise<EmbeddedDatabase> {
  const say = options.say ?? (() => undefined);
  const binaryPackage = findBinaryPackage();
  const data = prepareDataFolder(options.folder);
  return withLauncherLock(data.root, async () => {
    checkClusterVersion(data, binaryPackage.major);
    const running = await reachRunningServer(data, LEASE_NAME);
    const reached = running ?? (await start(data, say));
    const lease = await Lease.take(reached.address, reached.connection);
    let released: Promise<void> | undefined;
    return {
      folder: data.root,
      startedHere: running === undefined,
      host: reached.address.host,
      port: reached.address.port,
      superuser: SUPERUSER,
      release: () => (released ??= release(data, lease, say)),
    };
  });

  async function start(
    folder: DataFolder,
    tell: (notice: Bilingual) => void,
  ): Promise<ReachedServer> {
    const binaries = usableBinaries(binaryPackage, folder);
    if (await createClusterIfMissing(folder, binaries)) {
      tell({
        en: `Created a new database in ${folder.root}.`,
        zh: `已在 ${folder.root} 建立新数据库。`,
      });
    }
    await startServer(folder, binaries);
    const reached = await reachRunningServer(folder, LEASE_NAME);
    if (reached !== undefined) return reached;
    throw new EmbeddedDatabaseError('START_FAILED', {
      en: [
        `The database server of ${folder.root} ended while it was starting.`,
        `See ${folder.log} and try again.`,
      ],
      zh: [`数据库服务器（${folder.root}）在启动过程中退出。`, `请查看 ${folder.log}，然后重试。`],
    });
  }
}

async function release(
  data: DataFolder,
  lease: Lease,
  say: (notice: Bilingual) => void,
): Promise<void> {
  try {
    await withLauncherLock(data.root, async () => {
      if ((await lease.drop()) && !(await stopServer(data))) {
        say({
          en: `The database server of ${data.root} is still stopping.`,
          zh: `数据库服务器（${data.root}）仍在停止。`,
        });
      }
    });
  } catch (error) {
    // The command has done its work; the next one will find the server and stop it.
    say({
      en: `The database server of ${data.root} was left running: ${wordsOf(error)}`,
      zh: `数据库服务器（${data.root}）未停止：${wordsOf(error)}`,
    });
  } finally {
    await lease.close();
  }
}
