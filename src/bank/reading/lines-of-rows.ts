import { type Fen, fen, negateFen } from '../../money';
import type { Use, UsedColumn } from './columns';
import type { BankProfile } from './profile';
import type { Cell, Row } from './rows';
import type { StatementFault, StatementFaultCode, StatementLine } from './statement';
import { dayOfSheet, dayParser, parseNumberCell, parseStatedAmount } from './values';

const LONGEST_SERIAL = 100;
const LONGEST_NAME = 200;
const LONGEST_ACCOUNT = 60;
const LONGEST_REMARK = 1_000;
const NOTHING: Cell = { text: '', isNumber: false };

/** Reads the amount of a cell: by its digits, whichever way the file keeps it. */
const amountOf = ({ text, isNumber }: Cell): Fen | undefined =>
  isNumber ? parseNumberCell(text) : parseStatedAmount(text);

/** One row being read; what is wrong with it is gathered. */
class RowReader {
  readonly faults: StatementFault[] = [];

  constructor(
    private readonly row: Row,
    private readonly columns: readonly UsedColumn[],
  ) {}

  fault(code: StatementFaultCode, use?: Use): void {
    const column = this.columns.find((each) => each.use === use)?.word ?? null;
    this.faults.push({ code, line: this.row.line, column });
  }

  cell(use: Use): Cell {
    const column = this.columns.find((each) => each.use === use);
    return (column && this.row.cells[column.index]) ?? NOTHING;
  }

  /** Undefined where there is no such column; an empty cell, too, where it may be. */
  amount(use: Use, code: StatementFaultCode): Fen | undefined {
    const cell = this.cell(use);
    if (cell.text === '' || cell.fault !== undefined) return undefined;
    const amount = amountOf(cell);
    if (amount === undefined) this.fault(code, use);
    return amount;
  }

  text(use: Use, longest: number): string | null {
    const texts = this.columns
      .filter((column) => column.use === use)
      .map(({ index }) => this.row.cells[index]?.text ?? '')
      .filter((text) => text !== '');
    const text = [...new Set(texts)].join(' ');
    if (text.length > longest || /\p{C}/u.test(text)) this.fault('TEXT_INVALID', use);
    return text === '' ? null : text;
  }
}

/** What went out and what came in, each in its column: one of the two is there. */
function amountOfTwo(row: RowReader): Fen | undefined {
  const out = row.amount('out', 'AMOUNT_INVALID');
  const into = row.amount('in', 'AMOUNT_INVALID');
  if (row.faults.length > 0) return undefined;
  const sides = [out === undefined ? 0n : negateFen(out), into ?? 0n].filter((side) => side !== 0n);
  if (sides.length === 0) row.fault('AMOUNT_MISSING', 'out');
  if (sides.length > 1) row.fault('AMOUNT_ON_BOTH_SIDES', 'in');
  return sides.length === 1 ? fen(sides[0] ?? 0n) : undefined;
}

function amountOfLine(row: RowReader, how: BankProfile['columns']['amount']): Fen | undefined {
  if (how.form === 'two_columns') return amountOfTwo(row);
  const amount = row.amount('amount', 'AMOUNT_INVALID');
  if (row.faults.length > 0) return undefined;
  if (amount === undefined || amount === 0n) {
    row.fault('AMOUNT_MISSING', 'amount');
    return undefined;
  }
  if (how.form === 'signed') return amount;
  const { text: flag } = row.cell('flag');
  if (how.in.includes(flag)) return amount;
  if (how.out.includes(flag)) return negateFen(amount);
  row.fault('FLAG_UNKNOWN', 'flag');
  return undefined;
}

function dayOfLine(row: RowReader, parseDay: (text: string) => string | undefined) {
  const { text, isNumber, fault } = row.cell('date');
  if (fault !== undefined) return undefined;
  const day = parseDay(text) ?? (isNumber ? dayOfSheet(text) : undefined);
  if (day === undefined) row.fault('DATE_INVALID', 'date');
  return day;
}

/** Formulas and errors stand in the way wherever they are in a row: what they show is no statement of the bank. */
function refuseComputed(row: RowReader, { cells }: Row, columns: readonly UsedColumn[]): void {
  cells.forEach(({ fault }, index) => {
    if (fault !== undefined) row.fault(fault, columns.find((each) => each.index === index)?.use);
  });
}

type Read = { readonly line: StatementLine } | { readonly faults: readonly StatementFault[] };

/** Makes a reader of the rows that are movements. */
export function lineReader(
  profile: BankProfile,
  columns: readonly UsedColumn[],
): (row: Row) => Read {
  const parseDay = dayParser(profile.datePattern);
  return (row) => {
    const reader = new RowReader(row, columns);
    refuseComputed(reader, row, columns);
    const on = dayOfLine(reader, parseDay);
    const balance = reader.amount('balance', 'BALANCE_INVALID') ?? null;
    const line = {
      line: row.line,
      serial: reader.text('serial', LONGEST_SERIAL),
      balance,
      balanceStated: balance !== null,
      counterparty: reader.text('counterparty', LONGEST_NAME),
      counterpartyAccount: reader.text('counterpartyAccount', LONGEST_ACCOUNT),
      remark: reader.text('remark', LONGEST_REMARK),
    };
    const others = reader.faults.splice(0);
    // What a computed cell would have held is not known to be missing.
    const isComputed = row.cells.some(({ fault }) => fault !== undefined);
    const amount = isComputed ? undefined : amountOfLine(reader, profile.columns.amount);
    const faults = [...others, ...reader.faults];
    if (faults.length > 0 || on === undefined || amount === undefined) return { faults };
    return { line: { ...line, on, amount } };
  };
}
