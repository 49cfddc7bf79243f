/** What the file of a receipt says of itself; amounts in yuan. */
export interface ReadInvoice {
  readonly kind: 'ordinary' | 'red';
  /** With its code before it, where it has one. */
  readonly number: string;
  readonly issuer: string | null;
  readonly issuerTaxId: string | null;
  readonly buyer: string | null;
  readonly buyerTaxId: string | null;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly total: string;
}

/** The same, as a person entered it; amounts in yuan. */
export interface EnteredInvoice {
  readonly number: string;
  readonly issuer: string;
  readonly issuerTaxId: string | null;
  /** Null where a case file tells it. */
  readonly issuedOn: string | null;
  readonly total: string;
}

/** Whom a receipt has to be made out to. */
export interface Buyer {
  readonly name: string;
  readonly creditCode: string;
}

/** What may differ between a receipt's file and what was entered, or from what it has to be. */
export const COMPARED = ['number', 'issuer', 'issuerTaxId', 'issuedOn', 'total', 'buyer'] as const;
export type Compared = (typeof COMPARED)[number];

/** One spelling for one name: full-width letters and brackets are half-width, no spaces. */
export const issuerName = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '');

/** What one of the two does not say is no difference. */
const differ = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one !== other;

const spelt = (name: string | null): string | null => (name === null ? null : issuerName(name));

/** A tax number says more than a name, which is spelt in many ways. */
const isForAnother = ({ buyer, buyerTaxId }: ReadInvoice, { name, creditCode }: Buyer): boolean =>
  buyerTaxId === null ? differ(spelt(buyer), issuerName(name)) : differ(buyerTaxId, creditCode);

/** In what a receipt's file differs from what was entered, or is not made out to whom it has to be. */
export function differences(
  entered: EnteredInvoice,
  read: ReadInvoice,
  buyer: Buyer,
): readonly Compared[] {
  const isDifferent: Readonly<Record<Compared, boolean>> = {
    number: differ(entered.number, read.number),
    issuer: differ(issuerName(entered.issuer), spelt(read.issuer)),
    issuerTaxId: differ(entered.issuerTaxId, read.issuerTaxId),
    issuedOn: differ(entered.issuedOn, read.issuedOn),
    total: differ(entered.total, read.total),
    buyer: isForAnother(read, buyer),
  };
  return COMPARED.filter((field) => isDifferent[field]);
}
