import { z } from 'zod';
import { day, positiveYuan } from '../advances';
import { awardPolicySchema } from '../approvals';
import { AMOUNT_PATTERN } from '../money';
import { line, text } from '../platform/json/texts';
import { USE_PURPOSES } from './recall.entity';

const yuan = z.string().meta({ description: 'Yuan with two decimals' });
const ratio = z
  .string()
  .regex(
    /^(?:[1-9][0-9]{0,5}(?:\.[0-9]{1,6})?|0\.[0-9]{0,5}[1-9])$/,
    'must be above 0, such as 0.5',
  );

export const policyTrial = z.strictObject({ value: awardPolicySchema });
export type PolicyTrial = z.output<typeof policyTrial>;

const threeAmounts = { inForce: yuan, draft: yuan, difference: yuan };
export const policyTrialShown = z.strictObject({
  version: z.int().meta({ description: 'Of the policy in force; 0 is built in' }),
  cases: z.array(
    z.strictObject({
      case: z.strictObject({ id: z.uuid(), number: z.string() }),
      base: yuan,
      ...threeAmounts,
    }),
  ),
  total: z.strictObject(threeAmounts),
});

export const newAssessment = z.strictObject({
  plaintiffs: z
    .array(
      z.strictObject({
        organization: z.uuid(),
        share: ratio.optional().meta({ description: 'As they agreed; without one it is 1' }),
      }),
    )
    .min(1)
    .max(20),
});
export type NewAssessment = z.output<typeof newAssessment>;

export const newNotice = z.strictObject({
  from: day,
  to: day.meta({ description: 'The last day on which one may object' }),
  way: text(1_000).meta({ description: 'How one objects' }),
});
export type NewNotice = z.output<typeof newNotice>;

export const newObjection = z.strictObject({
  objector: line(100),
  on: day,
  objection: text(2_000),
  document: z.uuid().optional(),
});
export type NewObjection = z.output<typeof newObjection>;

export const objectionDecision = z.strictObject({
  decision: z.enum(['uphold', 'dismiss']),
  reason: text(2_000),
});
export type ObjectionDecision = z.output<typeof objectionDecision>;

export const voiding = z.strictObject({ reason: text(2_000) });

export const newAwardReturn = z.strictObject({
  amount: positiveYuan,
  on: day,
  bankReference: line(100),
});
export type NewAwardReturn = z.output<typeof newAwardReturn>;

export const newUse = z
  .strictObject({
    year: z.int().min(2000).max(2200),
    purpose: z.enum(USE_PURPOSES),
    amount: z.string().regex(AMOUNT_PATTERN, 'must be yuan such as 100.00'),
    use: text(2_000),
    documents: z.array(z.uuid()).max(20),
  })
  .refine(({ purpose, amount }) => (purpose === 'none_yet') === /^0+(?:\.0+)?$/.test(amount), {
    path: ['amount'],
    message: 'must be zero where nothing was used, and only there',
  });
export type NewUse = z.output<typeof newUse>;
