import { z } from 'zod';
import { line } from '../platform/json/texts';
import { day, positiveYuan } from '../advances';
import { COMPARED } from './compare-invoice';
import { SETTLEMENT_STATES } from './settlement.entity';

const MOST_LINES = 100;
const yuan = z.string().meta({ description: 'Yuan with two decimals' });

const newInvoice = z
  .strictObject({
    issuer: line(200),
    issuerTaxId: z
      .string()
      .regex(/^[0-9A-Z]{15,20}$/, 'must be 15 to 20 digits and capital letters')
      .optional(),
    number: z.string().regex(/^[0-9A-Z-]{4,30}$/, 'must be digits, capital letters and -'),
    code: z
      .string()
      .regex(/^[0-9]{8,12}$/, 'must be 8 to 12 digits')
      .optional()
      .meta({ description: '发票代码, where the receipt has one' }),
    issuedOn: day,
    total: positiveYuan.meta({ description: 'What the receipt is made out for, tax included' }),
  })
  .refine(({ number, code }) => !/^[0-9]{8}$/.test(number) || code !== undefined, {
    path: ['code'],
    message: 'must be there: a number of 8 digits is one of its code',
  });
export type NewInvoice = z.infer<typeof newInvoice>;

export const newReceipts = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        item: z.uuid(),
        document: z.uuid(),
        invoice: newInvoice,
        amount: positiveYuan.meta({ description: 'What of the receipt is used for the cost' }),
      }),
    )
    .min(1)
    .max(MOST_LINES),
});
export type NewReceipts = z.infer<typeof newReceipts>;

export const receiptDecision = z
  .strictObject({ decision: z.enum(['accept', 'reject']), reason: line(500).optional() })
  .refine(({ decision, reason }) => decision === 'accept' || reason !== undefined, {
    path: ['reason'],
    message: 'must be there where it is rejected',
  });
export type ReceiptDecision = z.infer<typeof receiptDecision>;

export const receiptLine = z.strictObject({
  id: z.uuid(),
  application: z.uuid(),
  applicationRef: z.string(),
  item: z.uuid(),
  itemRef: z.string(),
  organization: z.string(),
  document: z.uuid(),
  invoice: z.strictObject({
    issuer: z.string(),
    issuerTaxId: z.string().nullable(),
    number: z.string().meta({ description: 'With its code before it, where it has one' }),
    issuedOn: z.iso.date().nullable(),
    total: yuan,
    used: yuan.meta({ description: 'Settled with, or waiting to be, in all places together' }),
  }),
  eInvoice: z
    .strictObject({
      number: z.string(),
      issuer: z.string().nullable(),
      issuerTaxId: z.string().nullable(),
      buyer: z.string().nullable(),
      issuedOn: z.iso.date(),
      total: yuan,
      differs: z.array(z.enum(COMPARED)).meta({
        description: 'What differs from what was entered; buyer: it is made out to another one',
      }),
    })
    .nullable()
    .meta({
      description: 'What the document said of itself when it was submitted; null: entered by hand',
    }),
  amount: yuan,
  paid: yuan.meta({ description: 'Paid of the cost' }),
  settled: yuan.meta({ description: 'Settled of the cost' }),
  remaining: yuan.meta({
    description:
      'Paid of the cost, and neither settled nor demanded back; what waits counts as such',
  }),
  state: z.enum(SETTLEMENT_STATES),
  submittedOn: z.iso.date(),
  decidedOn: z.iso.date().nullable(),
  reason: z.string().nullable(),
  mayDecide: z.boolean(),
});

export const receiptLineList = z.strictObject({
  items: z.array(receiptLine),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});
