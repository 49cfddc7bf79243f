import { CsvError, parse } from 'csv-parse/sync';
import type { BankProfile } from './profile';
import { MOST_COLUMNS, MOST_ROWS, plainText, type Row } from './rows';
import { FileRefused } from './statement';

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Text in the encoding that the profile names, and in no other. */
function decode(bytes: Uint8Array, encoding: BankProfile['encoding']): string {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below.
  }
  throw new FileRefused('ENCODING');
}

/**
 * The rows of a CSV.
 *
 * @throws FileRefused ENCODING, NOT_CSV, TOO_MANY_ROWS
 */
export function rowsOfCsv(
  bytes: Uint8Array,
  { encoding, delimiter }: Pick<BankProfile, 'encoding' | 'delimiter'>,
): Row[] {
  const text = decode(bytes, encoding);
  let parsed: Parsed[];
  try {
    // csv-parse tells rows with their place where it is asked to; its types do not know.
    parsed = parse(text, {
      ...{ delimiter, info: true, relax_column_count: true, skip_empty_lines: true },
      ...{ to: MOST_ROWS + 1, max_record_size: 64 * 1_024 },
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as { lines?: unknown };
    throw new FileRefused('NOT_CSV', typeof lines === 'number' ? lines : null);
  }
  if (parsed.length > MOST_ROWS) throw new FileRefused('TOO_MANY_ROWS');
  return parsed.map(({ record, info }) => {
    if (record.length > MOST_COLUMNS) throw new FileRefused('NOT_CSV', info.lines);
    const cells = record.map((cell) => ({ text: plainText(cell), isNumber: false }));
    return { line: info.lines, cells };
  });
}
