import { z } from 'zod';

const amount = z.string().meta({ description: 'Yuan' });

const line = z.strictObject({
  journal: z.string(),
  line: z.int(),
  voucher: z.string(),
  on: z.iso.date(),
  request: z.string(),
});

const place = {
  id: z.string(),
  on: z.iso.date(),
  amount,
  /** Where it lies among the money of its stage: from 0, in yuan; `to` is outside. */
  from: amount,
  to: amount,
  lines: z.array(line),
};

export const receivedPortion = z.strictObject({
  ...place,
  source: z.enum(['receipt', 'interest', 'deficit']),
  receipt: z
    .strictObject({
      id: z.uuid(),
      ref: z.string(),
      payer: z.string(),
      bankReference: z.string(),
      amount,
    })
    .nullable(),
});

export const remittedPortion = z.strictObject(place);
export const appropriatedPortion = remittedPortion;

export const paidPortion = z.strictObject({
  ...place,
  plan: z.string().nullable(),
  milestone: z.string().nullable(),
  purpose: z.string().nullable(),
  payee: z.string().nullable(),
  /** Where it went that went to no plan. */
  elsewhere: z
    .strictObject({
      goesTo: z.enum(['other_case', 'treasury']),
      otherCase: z.string().nullable().meta({ description: 'Number of the case that was lost' }),
      court: z.string().nullable(),
      number: z.string().nullable().meta({ description: 'Of the document of the court' }),
    })
    .nullable(),
  /** Invoices and other papers that it was paid on. */
  papers: z.array(
    z.strictObject({
      kind: z.string(),
      document: z.uuid(),
      name: z.string(),
      issuer: z.string().nullable(),
      number: z.string().nullable(),
      amount: amount.nullable(),
    }),
  ),
});

const way = z.strictObject({
  from: amount,
  to: amount,
  amount,
  received: z.string().nullable(),
  remitted: z.string().nullable(),
  appropriated: z.string().nullable(),
  paid: z.string().nullable(),
});

export const traceView = z.strictObject({
  case: z.uuid(),
  caseNumber: z.string(),
  book: z.string(),
  route: z.enum(['treasury', 'trust_account']),
  totals: z.strictObject({
    received: amount,
    remitted: amount,
    appropriated: amount,
    paid: amount,
    left: amount,
  }),
  received: z.array(receivedPortion),
  remitted: z.array(remittedPortion),
  /** Budget money that names the case; a case file names none. */
  appropriated: z.array(appropriatedPortion),
  paid: z.array(paidPortion),
  /** Money with one way through all stages; the ways tile it exactly. */
  ways: z.array(way),
  /** The way of the one fen that was asked for. */
  fen: z
    .strictObject({
      number: z.string(),
      received: receivedPortion.nullable(),
      remitted: remittedPortion.nullable(),
      appropriated: appropriatedPortion.nullable(),
      paid: paidPortion.nullable(),
    })
    .nullable(),
});
export type TraceView = z.infer<typeof traceView>;
