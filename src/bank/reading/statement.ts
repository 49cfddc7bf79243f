import type { Fen } from '../../money';

/** Why a statement is not read, or a place in it. A code never changes its meaning. */
export const STATEMENT_FAULTS = [
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'TOO_SLOW',
  'TOO_MANY_ROWS',
  'ENCODING',
  'NOT_CSV',
  'NOT_XLSX',
  'ARCHIVE',
  'XML',
  'NOT_CAMT',
  'STATEMENTS_MANY',
  'PROFILE_MISSING',
  'HEADER_MISSING',
  'COLUMN_MISSING',
  'COLUMN_TWICE',
  'COLUMN_UNKNOWN',
  'NO_LINES',
  'FORMULA',
  'CELL_ERROR',
  'DATE_INVALID',
  'DATE_ORDER',
  'AMOUNT_INVALID',
  'AMOUNT_MISSING',
  'AMOUNT_ON_BOTH_SIDES',
  'FLAG_UNKNOWN',
  'CURRENCY',
  'BALANCE_INVALID',
  'BALANCE_BROKEN',
  'OPENING_DIFFERS',
  'CLOSING_DIFFERS',
  'SERIAL_TWICE',
  'TEXT_INVALID',
] as const;
export type StatementFaultCode = (typeof STATEMENT_FAULTS)[number];

/** One thing that is wrong with a file. */
export interface StatementFault {
  readonly code: StatementFaultCode;
  /** Line of a CSV, row of a sheet, number of an entry of camt.053, each from 1; null: the file as a whole. */
  readonly line: number | null;
  /** The header word of the column, or the element; null where it is about no single one. */
  readonly column: string | null;
}

/** How many faults are told; a hostile file may have any number. */
export const MOST_FAULTS = 1_000;

/** One movement on the bank account, as the bank tells it. */
export interface StatementLine {
  /** Where it stands in the file: see {@link StatementFault.line}. */
  readonly line: number;
  /** Day of booking, `YYYY-MM-DD`. */
  readonly on: string;
  /** The bank's own number of the movement. */
  readonly serial: string | null;
  /** In fen: above zero what came in, below zero what went out. Never zero. */
  readonly amount: Fen;
  /** After the line, in fen; worked out where the file tells the opening balance only. */
  readonly balance: Fen | null;
  /** Whether the file tells the balance of the line itself. */
  readonly balanceStated: boolean;
  readonly counterparty: string | null;
  readonly counterpartyAccount: string | null;
  readonly remark: string | null;
}

/** A statement that was read whole; its lines are in the order in which they were booked. */
export interface Statement {
  /** The number of the account, where the file tells it. */
  readonly account: string | null;
  readonly opening: Fen | null;
  readonly closing: Fen | null;
  readonly lines: readonly StatementLine[];
  /** Rows that are no movements: totals, and what the bank has not booked yet. */
  readonly skipped: readonly number[];
}

export type StatementReading =
  | { readonly state: 'read'; readonly statement: Statement }
  | { readonly state: 'refused'; readonly faults: readonly StatementFault[] };

/** Faults in the order of the file, those about the whole file first. */
export const refusedFor = (faults: readonly StatementFault[]): StatementReading => ({
  state: 'refused',
  faults: faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, MOST_FAULTS),
});

/** A fault of the file as a whole. */
export class FileRefused extends Error {
  readonly fault: StatementFault;

  constructor(code: StatementFaultCode, line: number | null = null, column: string | null = null) {
    super(code);
    this.fault = { code, line, column };
  }
}
