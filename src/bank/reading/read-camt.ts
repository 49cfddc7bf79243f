import { parseBusinessDate } from '../../calendar';
import { type Fen, negateFen, parseYuan } from '../../money';
import { parseXml, type XmlElement, XmlRefused } from '../../platform/xml/parse-xml';
import { checkSums } from './check-sums';
import { MOST_ROWS } from './rows';
import {
  FileRefused,
  refusedFor,
  type StatementFault,
  type StatementFaultCode,
  type StatementLine,
  type StatementReading,
} from './statement';

/** ISO 20022, bank to customer statement; 001.08 wraps parties and states once more than 001.02. */
const NAMESPACES = [
  'urn:iso:std:iso:20022:tech:xsd:camt.053.001.02',
  'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08',
];
const LONGEST_REMARK = 1_000;

const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** The first element on a path; undefined where a part of it is missing. */
const at = (element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((found, name) => childrenOf(found, name)[0], element);

const textAt = (element: XmlElement | undefined, ...path: readonly string[]): string | null => {
  const text = at(element, ...path)?.text.replace(/\s+/gu, ' ');
  return text === undefined || text === '' ? null : text;
};

type Fault = (code: StatementFaultCode, column: string) => void;

const faultsOf =
  (faults: StatementFault[], line: number | null): Fault =>
  (code, column) => {
    faults.push({ code, line, column });
  };

/** An amount with its direction: signed fen; undefined, and a fault, for anything else. */
function amountOf(element: XmlElement, fault: Fault): Fen | undefined {
  const amount = at(element, 'Amt');
  const size = parseYuan(amount?.text);
  const direction = textAt(element, 'CdtDbtInd');
  const isKnown = direction === 'CRDT' || direction === 'DBIT';
  if (amount?.attributes['Ccy'] !== 'CNY') fault('CURRENCY', 'Amt');
  else if (size === undefined) fault('AMOUNT_INVALID', 'Amt');
  else if (!isKnown) fault('FLAG_UNKNOWN', 'CdtDbtInd');
  else return direction === 'CRDT' ? size : negateFen(size);
  return undefined;
}

const accountOf = (account: XmlElement | undefined): string | null =>
  textAt(account, 'Id', 'IBAN') ?? textAt(account, 'Id', 'Othr', 'Id');

/** The other side of a movement: who paid what came in, who was paid what went out. */
function counterpartyOf(details: XmlElement | undefined, amount: Fen) {
  const side = amount > 0n ? 'Dbtr' : 'Cdtr';
  const parties = at(details, 'RltdPties');
  return {
    counterparty: textAt(parties, side, 'Nm') ?? textAt(parties, side, 'Pty', 'Nm'),
    counterpartyAccount: accountOf(at(parties, `${side}Acct`)),
  };
}

function remarkOf(entry: XmlElement, details: XmlElement | undefined): string | null {
  const texts = childrenOf(at(details, 'RmtInf'), 'Ustrd').map(({ text }) => text);
  const remark = [...texts, textAt(entry, 'AddtlNtryInf') ?? ''].join(' ').trim();
  return remark === '' ? null : remark.replace(/\s+/gu, ' ');
}

function lineOf(entry: XmlElement, line: number, fault: Fault): StatementLine | undefined {
  const booked = at(entry, 'BookgDt');
  const day = textAt(booked, 'Dt') ?? textAt(booked, 'DtTm')?.slice(0, 10);
  const on = parseBusinessDate(day);
  if (on === undefined) fault('DATE_INVALID', 'BookgDt');
  const amount = amountOf(entry, fault);
  if (amount === 0n) fault('AMOUNT_MISSING', 'Amt');
  // An entry of many payments has many other sides; it is told as a whole.
  const parts = childrenOf(entry, 'NtryDtls').flatMap((group) => childrenOf(group, 'TxDtls'));
  const details = parts.length === 1 ? parts[0] : undefined;
  const remark = remarkOf(entry, details);
  if ((remark?.length ?? 0) > LONGEST_REMARK) fault('TEXT_INVALID', 'Ustrd');
  if (on === undefined || amount === undefined) return undefined;
  return {
    ...{ line, on, amount, remark, balance: null, balanceStated: false },
    serial: textAt(entry, 'AcctSvcrRef'),
    ...counterpartyOf(details, amount),
  };
}

/** Opening (OPBD, or the closing balance of the day before) and closing (CLBD) booked balance. */
function balancesOf(statement: XmlElement, faults: StatementFault[]) {
  const fault = faultsOf(faults, null);
  const balance = (...codes: readonly string[]): Fen | null => {
    const found = codes
      .map((code) =>
        childrenOf(statement, 'Bal').find((each) => textAt(each, 'Tp', 'CdOrPrtry', 'Cd') === code),
      )
      .find((each) => each !== undefined);
    return found === undefined ? null : (amountOf(found, fault) ?? null);
  };
  return { opening: balance('OPBD', 'PRCD'), closing: balance('CLBD') };
}

function statementIn(bytes: Uint8Array): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(bytes);
  } catch (error) {
    if (error instanceof XmlRefused) throw new FileRefused('XML', null, error.fault);
    throw error;
  }
  const statements = childrenOf(at(root, 'BkToCstmrStmt'), 'Stmt');
  if (root.name !== 'Document' || !NAMESPACES.includes(root.namespace)) {
    throw new FileRefused('NOT_CAMT');
  }
  const [statement] = statements;
  if (statement === undefined) throw new FileRefused('NOT_CAMT');
  if (statements.length > 1) throw new FileRefused('STATEMENTS_MANY');
  return statement;
}

/** Whether the bank has booked an entry; what is pending may still go away. */
const isBooked = (entry: XmlElement): boolean =>
  (textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts')) === 'BOOK';

/**
 * Reads camt.053 (001.02 and 001.08): one statement in CNY. No value is ever parsed to a number.
 *
 * @throws FileRefused XML, NOT_CAMT, STATEMENTS_MANY, TOO_MANY_ROWS, NO_LINES
 */
export function readCamt(bytes: Uint8Array): StatementReading {
  const element = statementIn(bytes);
  const entries = childrenOf(element, 'Ntry');
  if (entries.length > MOST_ROWS) throw new FileRefused('TOO_MANY_ROWS');
  const faults: StatementFault[] = [];
  const stated = balancesOf(element, faults);
  const skipped: number[] = [];
  const lines = entries.flatMap((entry, index) => {
    const line = index + 1;
    if (!isBooked(entry)) {
      skipped.push(line);
      return [];
    }
    return lineOf(entry, line, faultsOf(faults, line)) ?? [];
  });
  if (faults.length > 0) return refusedFor(faults);
  if (lines.length === 0) throw new FileRefused('NO_LINES');
  const inOrder = lines.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const { faults: ofSums, ...summed } = checkSums(inOrder, stated);
  if (ofSums.length > 0) return refusedFor(ofSums);
  const account = accountOf(at(element, 'Acct'));
  return { state: 'read', statement: { account, skipped, ...summed } };
}
