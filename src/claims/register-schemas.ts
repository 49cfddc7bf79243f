import { z } from 'zod';

const yuan = z.string().meta({ description: 'Yuan with two decimals' });

/** Whether something of a debt is still written off, or all of it came after all. */
export const WRITE_OFF_STATES = ['written_off', 'recovered'] as const;
export type WriteOffState = (typeof WRITE_OFF_STATES)[number];

export const writtenOffItem = z.strictObject({
  item: z.uuid(),
  itemRef: z.string(),
  case: z.uuid(),
  caseNumber: z.string(),
  book: z.string(),
  writtenOff: yuan.meta({ description: 'In all, but for what was reversed' }),
  cameLater: yuan.meta({ description: 'What was paid of it after all' }),
  left: yuan.meta({ description: 'Still written off' }),
  entries: z.array(
    z.strictObject({
      on: z.iso.date(),
      amount: yuan,
      requestedBy: z.string(),
      approvedBy: z.string(),
      approval: z.uuid().nullable(),
      reversedOn: z.iso
        .date()
        .nullable()
        .meta({ description: 'Since when it is none any more, as its judgment is none' }),
    }),
  ),
  recoveries: z.array(z.strictObject({ receipt: z.string(), on: z.iso.date(), amount: yuan })),
});

export const writtenOffList = z.strictObject({
  items: z.array(writtenOffItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

export const recoveredCosts = z.strictObject({
  items: z.array(
    z.strictObject({
      organization: z.uuid(),
      name: z.string(),
      ordered: yuan.meta({ description: 'By judgments in force, without interest' }),
      received: yuan.meta({ description: 'Of defendants for its own costs, with interest' }),
      reimbursed: yuan.meta({ description: 'Paid to it' }),
    }),
  ),
});
