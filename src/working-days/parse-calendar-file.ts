import { CsvError, parse } from 'csv-parse/sync';
import { parseBusinessDate } from '../calendar';
import { DomainError } from '../errors';
import type { SaidOfDay } from './calendar-day.entity';

/** The most that is read of a file: some ten thousand days. */
export const LARGEST_CALENDAR = 1_024 * 1_024;
const LONGEST_NOTE = 200;

interface Fault {
  readonly pointer: string;
  readonly message: string;
}

const refuse = (faults: readonly Fault[]): never => {
  throw new DomainError('CALENDAR_FILE_INVALID', 'invalid', { faults });
};

function decode(bytes: Uint8Array): string {
  if (bytes.byteLength > LARGEST_CALENDAR) {
    refuse([{ pointer: '', message: 'must not be larger than 1 MiB' }]);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse([{ pointer: '', message: 'must be encoded in UTF-8' }]);
  }
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function rowsOf(text: string): Row[] {
  try {
    const options = { info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
    return parse(text, options) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as { lines?: unknown }).lines;
    return refuse([
      { pointer: typeof line === 'number' ? `/${String(line)}` : '', message: 'is no CSV' },
    ]);
  }
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['working', true],
  ['holiday', false],
]);
const HEADING = 'day';

/**
 * Reads a calendar from a file: `day,working|holiday,note`, one day a row, with or without a heading.
 *
 * @throws DomainError CALENDAR_FILE_INVALID with every row that is wrong
 */
export function parseCalendarFile(bytes: Uint8Array): SaidOfDay[] {
  const rows = rowsOf(decode(bytes)).filter(
    ({ record: [first] }, index) => index > 0 || first?.toLowerCase() !== HEADING,
  );
  const faults: Fault[] = [];
  const days = new Map<string, SaidOfDay>();
  for (const { record, info } of rows) {
    const [first = '', word = '', note = ''] = record;
    const fault = (column: string, message: string): void => {
      faults.push({ pointer: `/${String(info.lines)}/${column}`, message });
    };
    const day = parseBusinessDate(first);
    const isWorking = WORDS.get(word.toLowerCase());
    if (record.length > 3) fault('note', 'is followed by more columns');
    if (day === undefined) fault('day', 'must be a day YYYY-MM-DD');
    else if (days.has(day)) fault('day', 'stands in the file before');
    if (isWorking === undefined) fault('working', 'must be working or holiday');
    if (note.length > LONGEST_NOTE || /\p{C}/u.test(note)) {
      fault('note', 'must be at most 200 characters on one line');
    }
    if (day !== undefined && isWorking !== undefined) days.set(day, { day, isWorking, note });
  }
  if (faults.length === 0 && days.size === 0) {
    faults.push({ pointer: '', message: 'has no row' });
  }
  return faults.length > 0 ? refuse(faults) : [...days.values()];
}
