import { parseBusinessDate } from '../../calendar';
import { formatYuan, parseYuan } from '../../money';
import type { InvoiceData, InvoiceReading, Structure } from './invoice';
import { unreadable } from './invoice';

/** The values of an invoice as texts; undefined where the file does not give them. */
export interface InvoiceTexts {
  readonly number: string | undefined;
  readonly code: string | undefined;
  readonly issuerName: string | undefined;
  readonly issuerTaxId: string | undefined;
  readonly buyerName: string | undefined;
  readonly buyerTaxId: string | undefined;
  readonly issuedOn: string | undefined;
  readonly amount: string | undefined;
  readonly tax: string | undefined;
  /** Where it is not given it is amount and tax together. */
  readonly total: string | undefined;
}

const NUMBER = /^([0-9]{8}|[0-9]{20})$/;
const CODE = /^[0-9]{10,12}$/;
const TAX_ID = /^[0-9A-Z]{15,20}$/;
const LONGEST_NAME = 200;
const DATES = [
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}:\d{2})?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
];

function dateOf(text: string): string | undefined {
  const parts = DATES.map((form) => form.exec(text)).find((match) => match !== null);
  if (parts === undefined) return undefined;
  const [, year = '', month = '', day = ''] = parts;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseBusinessDate(date) === undefined ? undefined : date;
}

/** An amount with its sign, which only red invoices have; in fen. */
function signedFen(text: string | undefined): bigint | undefined {
  const isNegative = text?.startsWith('-') === true;
  const amount = parseYuan(isNegative ? text.slice(1) : text);
  return amount === undefined ? undefined : isNegative ? 0n - amount : amount;
}

/** Absent is null; present in a wrong form is undefined. */
function optional(
  text: string | undefined,
  isRight: (text: string) => boolean,
): string | null | undefined {
  if (text === undefined || text === '') return null;
  return isRight(text) ? text : undefined;
}

interface Amounts {
  readonly amount: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

/** Undefined where they are not amounts, differ in their signs, or do not add up. */
function amountsOf({ amount, tax, total }: InvoiceTexts): Amounts | undefined {
  const [net, taxed] = [signedFen(amount), signedFen(tax)];
  if (net === undefined || taxed === undefined) return undefined;
  const whole = total === undefined || total === '' ? net + taxed : signedFen(total);
  if (whole === undefined || whole === 0n || net + taxed !== whole) return undefined;
  const isRed = whole < 0n;
  return [net, taxed].some((one) => (isRed ? one > 0n : one < 0n))
    ? undefined
    : { amount: net, tax: taxed, total: whole };
}

const unsigned = (fen: bigint): string => formatYuan(fen < 0n ? -fen : fen);

/** The invoice that the texts tell of, each in its strict form; what is missing or wrong is named. */
export function invoiceOf(structure: Structure, texts: InvoiceTexts): InvoiceReading {
  const isName = (text: string) => text.length <= LONGEST_NAME;
  const isTaxId = (text: string) => TAX_ID.test(text);
  const number = NUMBER.test(texts.number ?? '') ? texts.number : undefined;
  const code = optional(texts.code, (text) => CODE.test(text));
  const issuedOn = dateOf(texts.issuedOn ?? '');
  const amounts = amountsOf(texts);
  const names = [texts.issuerName, texts.buyerName].map((text) => optional(text, isName));
  const taxIds = [texts.issuerTaxId, texts.buyerTaxId].map((text) => optional(text, isTaxId));
  const [[issuerName, buyerName], [issuerTaxId, buyerTaxId]] = [names, taxIds];
  const isIssuerKnown = (issuerName ?? issuerTaxId ?? null) !== null;
  const faults = Object.entries({
    number: number !== undefined,
    // A number of eight digits is unique with its code only.
    code: code !== undefined && (code !== null || number?.length !== 8),
    issuer: isIssuerKnown && issuerName !== undefined && issuerTaxId !== undefined,
    buyer: buyerName !== undefined && buyerTaxId !== undefined,
    issuedOn: issuedOn !== undefined,
    amounts: amounts !== undefined,
  }).filter(([, isRight]) => !isRight);
  if (faults.length > 0 || number === undefined || issuedOn === undefined || !amounts) {
    return unreadable(
      'values_invalid',
      faults.map(([name]) => name),
    );
  }
  const invoice: InvoiceData = {
    number,
    code: code ?? null,
    issuer: { name: issuerName ?? null, taxId: issuerTaxId ?? null },
    buyer: { name: buyerName ?? null, taxId: buyerTaxId ?? null },
    issuedOn,
    amount: unsigned(amounts.amount),
    tax: unsigned(amounts.tax),
    total: unsigned(amounts.total),
    kind: amounts.total < 0n ? 'red' : 'ordinary',
  };
  return { state: 'read', structure, invoice };
}
