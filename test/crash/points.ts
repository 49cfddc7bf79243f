import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Gate, type GateName } from '../support/gates';
import type { TestDatabase } from '../support/test-database';

/**
 * What becomes of the statement in which a process dies. `rolled back`: the server notices that its
 * client is gone. `carried out`: it notices when it is done. `unanswered`: it was done before the
 * process died, which never learnt of it.
 */
type Fate = 'rolled back' | 'carried out' | 'unanswered';

/** A point at which a process is killed. */
export interface KillPoint {
  readonly name: string;
  readonly gate: GateName;
  readonly fate: Fate;
  /** What the process is doing there. */
  readonly statement: RegExp;
}

const DRAIN = /ledger\.drain/;
const COMMIT = /^COMMIT$/;

export const DRAIN_POINTS: readonly KillPoint[] = [
  {
    name: 'before a drain has claimed anything',
    gate: 'claim of a drain',
    fate: 'rolled back',
    statement: DRAIN,
  },
  {
    name: 'in a drain, after the claim, the entries written',
    gate: 'entries of a drain',
    fate: 'rolled back',
    statement: DRAIN,
  },
  {
    name: 'in a drain, before the commit',
    gate: 'drain commit',
    fate: 'rolled back',
    statement: DRAIN,
  },
  {
    name: 'in a drain that commits after the death',
    gate: 'drain commit',
    fate: 'carried out',
    statement: DRAIN,
  },
  {
    name: 'after the commit of a drain, before the answer',
    gate: 'drain commit',
    fate: 'unanswered',
    statement: DRAIN,
  },
];

export const SEAL_POINTS: readonly KillPoint[] = [
  {
    name: 'while sealing, before the checkpoint is written',
    gate: 'nodes of a seal',
    fate: 'rolled back',
    statement: /ledger\.seal\(/,
  },
  {
    name: 'while sealing, before the commit',
    gate: 'seal commit',
    fate: 'rolled back',
    statement: COMMIT,
  },
  {
    name: 'after the commit of a seal, before the answer',
    gate: 'seal commit',
    fate: 'unanswered',
    statement: COMMIT,
  },
];

export const ACCEPT_POINTS: readonly KillPoint[] = [
  {
    name: 'while accepting, the request written',
    gate: 'request accepted',
    fate: 'rolled back',
    statement: /ledger\.accept_request/,
  },
  {
    name: 'while accepting, before the commit',
    gate: 'event commit',
    fate: 'rolled back',
    statement: COMMIT,
  },
  {
    name: 'while accepting, the commit follows the death',
    gate: 'event commit',
    fate: 'carried out',
    statement: COMMIT,
  },
  {
    name: 'after the commit of an acceptance, before answer and hint',
    gate: 'event commit',
    fate: 'unanswered',
    statement: COMMIT,
  },
];

/** As a voucher comes in over HTTP. */
export const VOUCHER_POINTS: readonly KillPoint[] = [
  {
    name: 'while a voucher is accepted, its request written',
    gate: 'request accepted',
    fate: 'rolled back',
    statement: /ledger\.accept_requests/,
  },
  {
    name: 'before the commit of a voucher',
    gate: 'acceptance commit',
    fate: 'rolled back',
    statement: COMMIT,
  },
  {
    name: 'while a voucher is accepted, the commit follows the death',
    gate: 'acceptance commit',
    fate: 'carried out',
    statement: COMMIT,
  },
  {
    name: 'after the commit of a voucher, before its answer',
    gate: 'acceptance commit',
    fate: 'unanswered',
    statement: COMMIT,
  },
];

/** Where the server dies under what it does for a session; `unanswered`: just after it has done it. */
export const SERVER_POINTS: readonly KillPoint[] = [
  {
    name: 'while accepting, the request written',
    gate: 'request accepted',
    fate: 'rolled back',
    statement: /ledger\.accept_request/,
  },
  {
    name: 'while accepting, before the commit',
    gate: 'acceptance commit',
    fate: 'rolled back',
    statement: COMMIT,
  },
  {
    name: 'right after the commit of an acceptance',
    gate: 'acceptance commit',
    fate: 'unanswered',
    statement: COMMIT,
  },
  ...DRAIN_POINTS.filter(({ fate }) => fate === 'rolled back'),
  {
    name: 'right after the commit of a drain',
    gate: 'drain commit',
    fate: 'unanswered',
    statement: DRAIN,
  },
  ...SEAL_POINTS.filter(({ fate }) => fate === 'rolled back'),
  {
    name: 'right after the commit of a seal',
    gate: 'seal commit',
    fate: 'unanswered',
    statement: COMMIT,
  },
];

async function kill(victim: ChildProcess): Promise<void> {
  if (victim.exitCode !== null || victim.signalCode !== null) return;
  const gone = once(victim, 'exit');
  victim.kill('SIGKILL');
  await gone;
}

/**
 * Waits until the process has come to a point, and kills it there.
 *
 * @param act makes the process go there, once the gate is closed; gives the process
 * @returns false when the process ended without coming there
 */
export async function killAt(
  { gate: name, fate, statement }: KillPoint,
  database: TestDatabase,
  act: () => Promise<ChildProcess>,
): Promise<boolean> {
  const gate = await Gate.close(database, name);
  try {
    const victim = await act();
    const session = await gate.untilReached(() => victim.exitCode === null);
    if (session === undefined) return false;
    expect(session.statement).toMatch(statement);
    if (fate === 'unanswered') {
      // Stopped, it cannot read the answer.
      victim.kill('SIGSTOP');
      await gate.open();
      await gate.until(session.pid, 'idle');
      await kill(victim);
    } else {
      await kill(victim);
      if (fate === 'rolled back') await gate.endWaiting();
      await gate.open();
    }
    await gate.until(session.pid, 'gone');
    return true;
  } finally {
    await gate.remove();
  }
}

/** Waits until a session has come to a point, and kills the server under it. */
export async function killServerAt(
  { gate: name, fate, statement }: KillPoint,
  database: TestDatabase,
  killServer: () => Promise<void>,
): Promise<void> {
  const gate = await Gate.close(database, name);
  const session = await gate.untilReached(() => true);
  expect(session?.statement).toMatch(statement);
  if (fate === 'unanswered' && session !== undefined) {
    await gate.open();
    await gate.until(session.pid, 'idle');
  }
  await killServer();
  await gate.abandon();
}
