import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

const INSTALL_WITHIN_MS = 300_000;
/** A machine without a network is told so soon. */
export const PATIENCE = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10'] as const;

/**
 * Runs a program to its end.
 *
 * @returns whether it ended well, and what it wrote
 */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): { readonly isWell: boolean; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: INSTALL_WITHIN_MS,
    cwd: options.cwd,
    env: { ...process.env, ...options.environment, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
  return { isWell: status === 0, output: `${stdout}${stderr}`.trim() };
}

/** The first program of the name on PATH that the check finds good. */
export function firstOnPath<Found>(
  name: string,
  check: (path: string) => Found | undefined,
): Found | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const found = check(join(folder, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Installs packages of Debian or Ubuntu, where this process may; says whether they are there now. */
export function installAsRoot(...packages: readonly string[]): boolean {
  if (process.getuid?.() !== 0) return false;
  run('apt-get', [...PATIENCE, 'update']);
  return run('apt-get', ['install', '-y', '--no-install-recommends', ...packages]).isWell;
}
