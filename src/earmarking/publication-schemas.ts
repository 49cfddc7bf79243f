import { z } from 'zod';

const amount = z.string().meta({ description: 'Yuan' });
const day = z.iso.date().nullable();

/** Where a case stands at the end of the year, from its money and its plans. */
export const PROGRESS = [
  'awaiting_payment',
  'awaiting_plan',
  'planned',
  'under_way',
  'completed',
] as const;
export type Progress = (typeof PROGRESS)[number];

/** What is published of a case: money, plans and progress; no people, no payees, no accounts. */
export const publishedCase = z.strictObject({
  caseNumber: z.string(),
  court: z.string(),
  effectiveOn: z.iso.date(),
  route: z.enum(['treasury', 'trust_account']),
  ordered: amount,
  receivedInYear: amount,
  received: amount,
  remitted: amount,
  spentInYear: amount,
  spent: amount,
  balance: amount,
  progress: z.enum(PROGRESS),
  plans: z.array(
    z.strictObject({
      plan: z.string(),
      amount,
      spent: amount,
      acceptedOn: day,
      effectEvaluatedOn: day,
    }),
  ),
});
export type PublishedCase = z.infer<typeof publishedCase>;

export const publication = z.strictObject({
  year: z.int(),
  items: z.array(publishedCase),
  totals: z.strictObject({
    receivedInYear: amount,
    spentInYear: amount,
    received: amount,
    spent: amount,
    balance: amount,
  }),
});
export type Publication = z.infer<typeof publication>;
