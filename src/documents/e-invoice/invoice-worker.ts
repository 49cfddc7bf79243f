import { parentPort, workerData } from 'node:worker_threads';
import { readInvoiceOfd } from './read-ofd';
import { readInvoiceXml } from './structures';

/** What a thread is given to read. */
export interface ReadingWork {
  readonly format: 'xml' | 'ofd';
  readonly bytes: Uint8Array;
}

/** Reads one file in a thread of its own, which its starter can end. */
async function work({ format, bytes }: ReadingWork): Promise<void> {
  const reading =
    format === 'xml' ? readInvoiceXml(bytes) : await readInvoiceOfd(Buffer.from(bytes));
  parentPort?.postMessage(reading);
}

void work(workerData as ReadingWork);
