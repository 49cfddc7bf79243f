import { z } from 'zod';
import { COST_CATEGORIES } from '../law';
import { HOLDER_KINDS } from '../payees';
import { line } from '../platform/json/texts';
import { day, positiveYuan } from '../advances';
import { LINE_STATES, PAYMENT_RESULTS } from './payment-order.entity';

const MOST_LINES = 100;
const book = z.string().regex(/^[a-z0-9-]{1,120}$/);
const yuan = z.string().meta({ description: 'Yuan with two decimals' });

export const newPaymentOrder = z.strictObject({
  book,
  payments: z
    .array(z.strictObject({ item: z.uuid(), amount: positiveYuan }))
    .min(1)
    .max(MOST_LINES)
    .refine(
      (payments) => new Set(payments.map(({ item }) => item)).size === payments.length,
      'must name every cost once',
    ),
});
export type NewPaymentOrder = z.infer<typeof newPaymentOrder>;

export const newPaymentResult = z
  .strictObject({
    result: z.enum(PAYMENT_RESULTS),
    on: day.meta({ description: 'Day on which the bank paid, sent back, or gave no answer' }),
    bankReference: line(100).optional(),
    reason: line(500).optional(),
  })
  .refine(({ result, reason }) => result === 'paid' || reason !== undefined, {
    path: ['reason'],
    message: 'must be there unless it was paid',
  });
export type NewPaymentResult = z.infer<typeof newPaymentResult>;

const payee = z.strictObject({
  holderKind: z.enum(HOLDER_KINDS),
  name: z.string(),
  bankName: z.string(),
  masked: z.string().meta({ description: 'The last four digits of the account' }),
});

const cost = {
  item: z.uuid(),
  itemRef: z.string(),
  application: z.uuid(),
  applicationRef: z.string(),
  caseNumber: z.string(),
  organization: z.string(),
  category: z.enum(COST_CATEGORIES),
  purpose: z.string().nullable(),
  payee,
};

const summary = {
  id: z.uuid(),
  book: z.string(),
  number: z.string(),
  madeOn: z.iso.date(),
  madeBy: z.string(),
  total: yuan,
  lineCount: z.int(),
  states: z
    .strictObject(
      Object.fromEntries(LINE_STATES.map((state) => [state, z.int()])) as Record<
        (typeof LINE_STATES)[number],
        z.ZodInt
      >,
    )
    .meta({ description: 'How many lines are in which state' }),
};

export const paymentOrderList = z.strictObject({
  items: z.array(z.strictObject(summary)),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

export const paymentOrder = z.strictObject({
  ...summary,
  totalInWords: z.string(),
  lines: z.array(
    z.strictObject({
      id: z.uuid(),
      ordinal: z.int(),
      ...cost,
      amount: yuan,
      state: z.enum(LINE_STATES),
      results: z.array(
        z.strictObject({
          result: z.enum(PAYMENT_RESULTS),
          on: z.iso.date(),
          bankReference: z.string().nullable(),
          reason: z.string().nullable(),
          recordedBy: z.string(),
        }),
      ),
    }),
  ),
});

export const payableList = z.strictObject({
  items: z.array(
    z.strictObject({
      ...cost,
      approved: yuan,
      paid: yuan,
      underway: yuan.meta({ description: 'Ordered; waiting for a result or of unknown outcome' }),
      payable: yuan.meta({ description: 'What may be ordered now' }),
    }),
  ),
  next: z.string().nullable(),
});
