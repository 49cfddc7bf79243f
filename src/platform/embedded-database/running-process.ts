import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { systemCode } from './embedded-database-error';

/** A process that is alive. `name` is '' where the operating system does not tell it. */
export interface RunningProcess {
  readonly pid: number;
  readonly name: string;
  /** Opaque: differs between two processes that got the same pid; '' where it is not known. */
  readonly startMark: string;
}

/** The process with this pid, or undefined when there is none or only a zombie is left of it. */
export function runningProcess(pid: number): RunningProcess | undefined {
  if (!isSignalable(pid)) return undefined;
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
}

/** The own start mark, cheap enough to be asked often. */
export function ownStartMark(): string {
  return runningProcess(process.pid)?.startMark ?? '';
}

function isSignalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, it only belongs to another user.
    return systemCode(error) === 'EPERM';
  }
}

function fromProc(pid: number): RunningProcess | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Either it ended this very moment, or /proc hides the processes of other users.
    return isSignalable(pid) ? { pid, name: '', startMark: '' } : undefined;
  }
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  // A container whose first process does not reap its orphans keeps zombies for ever.
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return { pid, name: stat.slice(stat.indexOf('(') + 1, nameEnd), startMark: fields[19] ?? '' };
}

function fromPs(pid: number): RunningProcess | undefined {
  const ps = spawnSync('/bin/ps', ['-o', 'stat=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  const [, state, command] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(ps.stdout) ?? [];
  if (state?.startsWith('Z')) return undefined;
  return { pid, name: command === undefined ? '' : basename(command), startMark: '' };
}
