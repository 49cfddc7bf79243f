import type { XmlFault } from '../../platform/xml/parse-xml';

/** Seller or buyer, as the invoice names them; null where the structure does not say. */
export interface Party {
  readonly name: string | null;
  /** Taxpayer number (纳税人识别号), today the unified social credit code. */
  readonly taxId: string | null;
}

/** An invoice (发票) as its issuer wrote it; amounts in yuan, of a red one what it takes back. */
export interface InvoiceData {
  /** 发票号码: with 20 digits unique by itself, older ones with their code. */
  readonly number: string;
  /** 发票代码, of older invoices. */
  readonly code: string | null;
  readonly issuer: Party;
  readonly buyer: Party;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  /** 合计金额, without tax. */
  readonly amount: string;
  /** 合计税额. */
  readonly tax: string;
  /** 价税合计. */
  readonly total: string;
  /** Red ones (红字发票) take an earlier one back. */
  readonly kind: 'ordinary' | 'red';
}

/**
 * Which structure was read.
 *
 * - `einvoice_2019`: XML of `http://www.edrm.org.cn/schema/e-invoice/2019`, by itself or attached to an OFD.
 * - `ofd_custom_data`: the values that an OFD states of itself (GB/T 33190-2016, CustomDatas).
 * - `einvoice_digital`: XML of a fully digital invoice (数电票), as taxpayers' programs describe it; the
 *   issuer's own description was not at hand.
 */
export const STRUCTURES = ['einvoice_2019', 'ofd_custom_data', 'einvoice_digital'] as const;
export type Structure = (typeof STRUCTURES)[number];

/**
 * Why nothing was read, so that a person enters it by hand.
 *
 * - `not_machine_readable`: this type of file holds no invoice for programs.
 * - `unknown_structure`: XML that is none of those known.
 * - `values_invalid`: a value is missing or not in its form; `fields` names it.
 * - `contradictory`: the file says two different things.
 * - `too_slow`, `too_large`: reading it took more than it may.
 */
export const UNREADABLE_REASONS = [
  'not_machine_readable',
  'unknown_structure',
  'values_invalid',
  'contradictory',
  'too_slow',
  'too_large',
] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

/** What came of reading a file. */
export type InvoiceReading =
  | { readonly state: 'read'; readonly structure: Structure; readonly invoice: InvoiceData }
  | {
      readonly state: 'unreadable';
      readonly reason: UnreadableReason;
      readonly fields?: readonly string[];
    }
  | { readonly state: 'refused'; readonly fault: XmlFault };

export const unreadable = (
  reason: UnreadableReason,
  fields: readonly string[] = [],
): InvoiceReading => ({ state: 'unreadable', reason, ...(fields.length > 0 && { fields }) });
