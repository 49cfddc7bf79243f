import { uuidv7 } from 'uuidv7';
import { Invoice, scopeOfInvoices } from '../advances';
import { DomainError } from '../errors';
import { type Fen, fen, formatYuan, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';

/** An invoice of whoever restores. */
export interface InvoiceOfPlan {
  readonly issuer: string;
  /** With its code before it, where it has one. */
  readonly number: string;
  readonly amount: Fen;
}

/**
 * Uses an invoice up, whole and once for ever, across all cases, advances and real books; returns its id.
 *
 * @throws DomainError INVOICE_DIFFERS it is on record for another amount; DUPLICATE_INVOICE it is used
 */
export async function useInvoice(work: Work, invoice: InvoiceOfPlan): Promise<string> {
  const { tx, on: settledOn } = work;
  const { number, amount: amountFen } = invoice;
  const key = { issuer: plainIssuer(invoice.issuer), number, scope: scopeOfInvoices(work) };
  await tx
    .createQueryBuilder()
    .insert()
    .into(Invoice)
    .values({ id: uuidv7(), ...key, amountFen, settledOn })
    .orIgnore()
    .execute();
  const known = await tx.findOneOrFail(Invoice, {
    where: key,
    lock: { mode: 'pessimistic_write' },
  });
  if (known.amountFen !== amountFen) {
    const recorded = { issuedOn: known.issuedOn, total: formatYuan(known.amountFen) };
    throw new DomainError('INVOICE_DIFFERS', 'conflict', { recorded });
  }
  if (known.usedFen > 0n) {
    throw new DomainError('DUPLICATE_INVOICE', 'conflict', {
      ...{ issuer: key.issuer, number, total: formatYuan(amountFen) },
      used: formatYuan(fen(known.usedFen)),
    });
  }
  await tx.update(Invoice, known.id, { usedFen: amountFen });
  return known.id;
}

/** What was paid on an invoice came back: it can be paid on again. */
export async function freeInvoice({ tx }: Work, id: string): Promise<void> {
  await tx.update(Invoice, id, { usedFen: ZERO_FEN });
}

/** Issuers that are spelt alike are one: full and half width, and spaces, make no other. */
export const plainIssuer = (issuer: string): string => issuer.normalize('NFKC').replace(/\s/gu, '');
