import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from 'pg';

const run = promisify(execFile);
const PROJECT = join(__dirname, '..', '..', '..', '..');
const GIB = 2 ** 30;

/** What the figures were measured on, and what the server promises about durability. */
export async function describeMachine(client: Client): Promise<Record<string, string>> {
  const { rows } = await client.query<Record<string, string>>(
    `SELECT current_setting('server_version') AS "PostgreSQL", current_setting('shared_buffers') AS shared_buffers,
            current_setting('synchronous_commit') AS synchronous_commit, current_setting('fsync') AS fsync,
            current_setting('full_page_writes') AS full_page_writes`,
  );
  const [first] = cpus();
  return {
    processors: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
    memory: `${(totalmem() / GIB).toFixed(1)} GiB`,
    'Node.js': process.versions.node,
    ...rows[0],
  };
}

/** The commit that was built, where the project is a clone with git; else null. */
export async function readCommit(): Promise<string | null> {
  try {
    const { stdout } = await run('git', ['rev-parse', 'HEAD'], { cwd: PROJECT, timeout: 10_000 });
    return stdout.trim();
  } catch {
    return null;
  }
}
