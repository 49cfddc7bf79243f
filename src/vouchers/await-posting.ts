import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { readRequestStates, type RequestState } from '../ledger';

const LOOK_AGAIN_MS = 20;

/** The states of requests once none of them waits any more, or when the time is over. */
export async function awaitPosting(
  dataSource: DataSource,
  bookId: number,
  requests: readonly string[],
  seconds: number,
): Promise<RequestState[]> {
  const started = performance.now();
  for (;;) {
    const states = await readRequestStates(dataSource, bookId, requests);
    const isOver = performance.now() - started >= seconds * 1_000;
    if (isOver || states.every(({ status }) => status !== 'ready')) return states;
    await pause(LOOK_AGAIN_MS);
  }
}
