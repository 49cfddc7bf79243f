import { z } from 'zod';
import { COST_CATEGORIES, ITEM_KINDS, LIABILITY_MODES, OUTCOMES } from '../law';
import { SECURITIES } from './deferral.entity';
import { SPENT_ON } from './judgment-change.entity';

const amount = z.string().meta({ description: 'Yuan with two decimals' });
const optionalDay = z.iso.date().nullable();

const debtor = z.strictObject({
  defendant: z.uuid(),
  name: z.string(),
  share: amount.nullable(),
  cap: amount.nullable(),
  paid: amount,
});

const item = z.strictObject({
  id: z.uuid(),
  ref: z.string(),
  kind: z.enum(ITEM_KINDS),
  mode: z.enum(LIABILITY_MODES),
  conditional: z.boolean(),
  defaulted: z.boolean(),
  bearsInterest: z.boolean(),
  generalInterest: z
    .strictObject({ from: z.iso.date(), yearlyPercent: z.string() })
    .nullable()
    .meta({ description: 'General interest that it orders' }),
  organization: z.string().nullable(),
  ordered: amount,
  received: amount,
  writtenOff: amount,
  outstanding: amount.meta({ description: 'Zero where the judgment was reversed' }),
  dueOn: z.array(z.iso.date()).meta({ description: 'Each day on which a part is due, in order' }),
  debtors: z.array(debtor),
});

const inKind = z.strictObject({
  id: z.uuid(),
  work: z.string(),
  dueOn: optionalDay,
  debtors: z.array(z.string()),
  acceptedOn: optionalDay,
  opinion: z.string().nullable(),
});

const judgment = z.strictObject({
  id: z.uuid(),
  ref: z.string(),
  outcome: z.enum(OUTCOMES),
  claimed: amount.nullable(),
  effectiveOn: z.iso.date(),
  feeOwedBy: z.enum(['court', 'defendant']).nullable(),
  approval: z.uuid().nullable().meta({ description: 'Null where a case file tells it' }),
  replaces: z.uuid().nullable(),
  reversedOn: optionalDay.meta({ description: 'Since when another judgment is in its place' }),
  items: z.array(item),
  inKind: z.array(inKind),
  refusedCosts: z.array(
    z.strictObject({ category: z.enum(COST_CATEGORIES), amount, reason: z.string() }),
  ),
  documents: z.array(z.strictObject({ id: z.uuid(), name: z.string() })),
});

const deficit = z.strictObject({
  id: z.uuid(),
  judgment: z.uuid().meta({ description: 'The judgment that changed it' }),
  what: z.enum(SPENT_ON).meta({ description: 'What it had been spent on' }),
  organization: z.string().nullable(),
  ofCustody: z.boolean().meta({
    description: 'It is missing from the custody account; else budget money was spent',
  }),
  amount,
  recovered: amount,
  left: amount,
});

/** The judgments of a case, and how its money has flowed. */
export const caseJudgments = z.strictObject({
  case: z.uuid(),
  judgments: z.array(judgment),
  stays: z.array(
    z.strictObject({ from: z.iso.date(), to: z.iso.date(), requestedByDebtor: z.boolean() }),
  ),
  deferrals: z.array(
    z.strictObject({
      id: z.uuid(),
      defendant: z.uuid(),
      name: z.string(),
      from: z.iso.date(),
      until: z.iso.date().meta({ description: 'The last day; interest runs meanwhile' }),
      security: z.enum(SECURITIES),
      securedBy: z.string(),
    }),
  ),
  deficits: z
    .array(deficit)
    .meta({ description: 'Spent before a judgment changed, and not covered any more' }),
  flow: z.strictObject({
    advanced: amount.meta({
      description: 'Paid out of the special fund, net of returned payments',
    }),
    settled: amount,
    granted: amount.meta({ description: 'Fund costs that judgments in force grant' }),
    absorbed: amount,
    recovered: amount.meta({ description: 'Principal of fund costs that came in' }),
    replenished: amount.meta({ description: 'What of it is back in the fund' }),
    damagesOrdered: amount,
    damagesReceived: amount,
    damagesRemitted: amount,
    restorationPlanned: amount,
    restorationPaid: amount,
  }),
});
export type CaseJudgments = z.infer<typeof caseJudgments>;
export type ShownJudgment = z.infer<typeof judgment>;
export type ShownItem = z.infer<typeof item>;
