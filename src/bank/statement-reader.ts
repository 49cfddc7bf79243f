import { type ReadingLimits, ThreadReader } from '../platform/thread-reader';
import { type StatementFaultCode, refusedFor } from './reading/statement';
import type { StatementRead, StatementWork } from './reading/statement-worker';

const LIMITS: ReadingLimits = { milliseconds: 20_000, heap: 512, atOnce: 2, waiting: 20 };

const refused = (code: StatementFaultCode): StatementRead => ({
  reading: refusedFor([{ code, line: null, column: null }]),
  rows: [],
});

/** Reads bank statements, which may be hostile. */
export class StatementReader extends ThreadReader<StatementWork, StatementRead> {
  constructor(limits: Partial<ReadingLimits> = {}) {
    super(
      require.resolve('./reading/statement-worker'),
      { ...LIMITS, ...limits },
      { tooSlow: refused('TOO_SLOW'), tooLarge: refused('FILE_TOO_LARGE') },
    );
  }
}
