import { parentPort, workerData } from 'node:worker_threads';
import { firstRows } from './first-rows';
import { type Format, readStatement } from './read-statement';
import type { StatementReading } from './statement';

/** What a thread is given to read. */
export interface StatementWork {
  readonly bytes: Uint8Array;
  readonly format: Format;
  /** Whether the first rows are wanted as they stand in the file. */
  readonly withRows: boolean;
}

export interface StatementRead {
  readonly reading: StatementReading;
  readonly rows: readonly (readonly string[])[];
}

/** Reads one file in a thread of its own, which its starter can end. */
async function work({ bytes, format, withRows }: StatementWork): Promise<void> {
  const read: StatementRead = {
    reading: await readStatement(bytes, format),
    rows: withRows && format !== 'camt.053' ? await firstRows(bytes, format) : [],
  };
  parentPort?.postMessage(read);
}

void work(workerData as StatementWork);
