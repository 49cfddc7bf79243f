import { type ReadingLimits, ThreadReader } from '../../platform/thread-reader';
import { type InvoiceReading, unreadable } from './invoice';
import type { ReadingWork } from './invoice-worker';

const LIMITS: ReadingLimits = { milliseconds: 10_000, heap: 128, atOnce: 2, waiting: 20 };

/** Reads the invoices that files hold for programs. */
export class InvoiceReader {
  private readonly reader: ThreadReader<ReadingWork, InvoiceReading>;

  constructor(limits: Partial<ReadingLimits> = {}) {
    this.reader = new ThreadReader(
      require.resolve('./invoice-worker'),
      { ...LIMITS, ...limits },
      { tooSlow: unreadable('too_slow'), tooLarge: unreadable('too_large') },
    );
  }

  /**
   * Reads the invoice that a file holds for programs.
   *
   * @throws DomainError DOCUMENT_READER_BUSY
   */
  read(format: ReadingWork['format'], bytes: Uint8Array): Promise<InvoiceReading> {
    return this.reader.read({ format, bytes });
  }
}
