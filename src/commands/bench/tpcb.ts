import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DatabaseAddress } from '../../platform/database/connection';

const run = promisify(execFile);

/** `pgbench`'s own transaction on the same server. */
export interface Tpcb {
  /** Transactions a second, by eight clients for whole seconds. */
  measure(seconds: number): Promise<number>;
}

/** Prepares `pgbench`; undefined where it is not on the PATH. */
export async function openTpcb(owner: DatabaseAddress): Promise<Tpcb | undefined> {
  const place =
    'url' in owner
      ? [owner.url]
      : ['-h', owner.host, '-p', String(owner.port), '-U', owner.user, owner.database];
  const pgbench = async (args: readonly string[]): Promise<string> => {
    const { stdout } = await run('pgbench', [...args, ...place], { timeout: 120_000 });
    return stdout;
  };
  try {
    await run('pgbench', ['--version'], { timeout: 10_000 });
  } catch {
    return undefined;
  }
  await pgbench(['-i', '-q', '-s', '10']);
  return {
    async measure(seconds) {
      const report = await pgbench([
        '-n',
        '-M',
        'prepared',
        '-c',
        '8',
        '-j',
        '2',
        '-T',
        String(seconds),
      ]);
      const rate = /^tps = ([\d.]+)/m.exec(report)?.[1];
      if (rate === undefined) throw new Error(`pgbench gave no rate: ${report}`);
      return parseFloat(rate);
    },
  };
}
