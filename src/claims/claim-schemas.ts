import { z } from 'zod';
import { day, positiveYuan } from '../advances';
import { CLAIM_PARTS, ITEM_KINDS, LIABILITY_MODES } from '../law';

const yuan = z.string().meta({ description: 'Yuan with two decimals' });
const party = z.strictObject({ id: z.uuid(), name: z.string() });

export const explanation = z.strictObject({
  rule: z.string(),
  ruleVersion: z.string(),
  articles: z.array(z.string()),
  inputs: z.record(z.string(), z.json()),
  steps: z.array(z.strictObject({ what: z.string(), gives: z.string() })),
});

const interest = z.strictObject({
  fixed: yuan.meta({ description: 'Of what was paid late' }),
  received: yuan,
  running: yuan.meta({ description: 'Of what is outstanding, up to the day' }),
});

const general = z.strictObject({
  received: yuan,
  owed: yuan.meta({ description: 'Up to the day, of what was paid and of what is outstanding' }),
});

const sums = {
  ordered: yuan,
  received: yuan.meta({ description: 'Principal, with what came after a write-off' }),
  writtenOff: yuan,
  outstanding: yuan,
  interest,
  general: general.nullable().meta({ description: 'General interest; null where none is ordered' }),
};

const balance = z.strictObject({
  id: z.uuid(),
  debtor: party.nullable().meta({ description: 'Of a share; null where debtors owe it together' }),
  dueOn: z.iso.date().nullable(),
  isOverdue: z.boolean(),
  ...sums,
  days: z.int().meta({ description: 'That bear interest on what is outstanding' }),
  explanation: explanation.nullable().meta({ description: 'Of the running interest' }),
  generalExplanation: explanation
    .nullable()
    .meta({ description: 'Of the general interest on what is outstanding' }),
});

export const claim = z.strictObject({
  id: z.uuid(),
  ref: z.string(),
  kind: z.enum(ITEM_KINDS),
  mode: z.enum(LIABILITY_MODES),
  organization: z.string().nullable(),
  generalRate: z
    .strictObject({ from: z.iso.date(), yearlyPercent: z.string() })
    .nullable()
    .meta({ description: 'General interest as the judgment orders it' }),
  isOwed: z.boolean().meta({ description: 'False while its condition is pending' }),
  ...sums,
  balances: z.array(balance),
  debtors: z.array(
    z.strictObject({
      ...party.shape,
      cap: yuan.nullable(),
      paid: yuan,
      owes: yuan.meta({ description: 'Principal that can be asked of it' }),
      owesInterest: yuan.meta({ description: 'Doubled interest up to the day' }),
      owesGeneral: yuan.meta({ description: 'General interest up to the day' }),
    }),
  ),
  recourse: z
    .array(
      z.strictObject({
        ...party.shape,
        innerShare: yuan,
        paid: yuan,
        beyond: yuan.meta({ description: 'Paid beyond its inner share (民法典 art 519)' }),
      }),
    )
    .meta({ description: 'Between joint debtors; information, no posting' }),
});

export const claimList = z.strictObject({
  case: z.uuid(),
  book: z.string(),
  number: z.string(),
  on: z.iso.date().meta({ description: 'The day up to which interest runs' }),
  items: z.array(claim),
  debtors: z.array(
    z.strictObject({
      ...party.shape,
      owes: yuan,
      owesInterest: yuan.meta({ description: 'Doubled interest up to the day' }),
      owesGeneral: yuan.meta({ description: 'General interest up to the day' }),
      overpaid: yuan.meta({ description: 'Overpaid and not sent back' }),
    }),
  ),
});

export const claimsAsked = z.strictObject({ on: day.optional() });

export const whatIfAsked = z
  .strictObject({
    paidOn: day,
    amount: positiveYuan.optional(),
    payer: z.uuid().optional(),
    designated: z
      .string()
      .max(2_000)
      .transform((ids) => ids.split(','))
      .pipe(z.array(z.uuid()).max(50))
      .optional(),
  })
  .refine(({ amount, payer }) => (amount === undefined) === (payer === undefined), {
    path: ['payer'],
    message: 'must be there with an amount, and only then',
  });
export type WhatIfAsked = z.output<typeof whatIfAsked>;

export const PARTS = CLAIM_PARTS;

export const allocation = z.strictObject({
  item: z.uuid(),
  itemRef: z.string(),
  kind: z.enum(ITEM_KINDS),
  part: z.enum(PARTS),
  dueOn: z.iso.date().nullable(),
  amount: yuan,
  interestDays: z.int().nullable(),
  interestFixed: yuan.nullable().meta({ description: 'Doubled interest that this part fixes' }),
});

export const whatIf = z.strictObject({
  paidOn: z.iso.date(),
  proposal: z
    .strictObject({
      payer: party,
      amount: yuan,
      allocations: z.array(allocation),
      overpaid: yuan,
      explanation,
    })
    .nullable()
    .meta({ description: 'Where the amount would go; null without one' }),
  interest: z
    .array(
      z.strictObject({
        item: z.uuid(),
        itemRef: z.string(),
        dueOn: z.iso.date().nullable(),
        outstanding: yuan,
        days: z.int(),
        running: yuan,
        explanation: explanation.nullable(),
        general: yuan.meta({ description: 'General interest that is owed' }),
        generalExplanation: explanation.nullable(),
      }),
    )
    .meta({ description: 'On what is outstanding, as it stands before the payment' }),
});
