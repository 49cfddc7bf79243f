import { z } from 'zod';
import { COST_CATEGORIES } from '../law';
import { HOLDER_KINDS } from '../payees';
import { ROLES } from '../identity';
import { ADVANCE_STATES } from './advance-states';
import { PAPER_KINDS } from './advance-paper.entity';

const amount = z.string().meta({ description: 'Yuan with two decimals' });

export const advanceItem = z.strictObject({
  id: z.uuid().meta({ description: 'Of the request, and of the application once it is approved' }),
  number: z.string().nullable().meta({ description: 'E.g. 垫2026-0001, once approved' }),
  book: z.string(),
  case: z.string().nullable().meta({ description: 'Number of the case' }),
  organization: z.string().nullable(),
  state: z.enum(ADVANCE_STATES),
  total: amount,
  paid: amount,
  settled: amount,
  appliedOn: z.iso.date(),
});

export const advanceList = z.strictObject({
  items: z.array(advanceItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

const cost = z.strictObject({
  id: z.uuid().nullable().meta({ description: 'Null until it is approved' }),
  ref: z.string().nullable(),
  category: z.enum(COST_CATEGORIES),
  instance: z.int(),
  purpose: z.string().nullable(),
  payee: z.string(),
  account: z.string().nullable().meta({ description: 'Its last digits, where the reader sees it' }),
  applied: amount,
  approved: amount,
  paid: amount,
  settled: amount,
  waiting: amount.meta({ description: 'Submitted with receipts, and not decided' }),
  unsettled: amount.meta({ description: 'Paid, and receipts or the money itself still to come' }),
  surplusDemanded: amount,
  surplusReturned: amount,
  documents: z.array(
    z.strictObject({ kind: z.enum(PAPER_KINDS), id: z.uuid(), name: z.string().nullable() }),
  ),
});

export const advanceDetail = advanceItem.extend({
  caseId: z.uuid(),
  organizationId: z.uuid(),
  approval: z
    .uuid()
    .nullable()
    .meta({ description: 'The request; null where a case file tells it' }),
  reason: z.string().nullable(),
  items: z.array(cost),
  payments: z.array(
    z.strictObject({ ref: z.string(), paidOn: z.iso.date(), amount, returned: amount }),
  ),
});

export const TIMELINE_STEPS = ['submitted', 'review', 'approval', 'payment', 'settlement'] as const;
export const NEEDS = ['revise', 'settle', 'return_surplus'] as const;

export const advanceTimeline = z.strictObject({
  id: z.uuid(),
  state: z.enum(ADVANCE_STATES),
  steps: z.array(
    z.strictObject({
      step: z.enum(TIMELINE_STEPS),
      state: z.enum(['done', 'current', 'ahead', 'ended']),
      on: z.iso.date().nullable().meta({ description: 'When it was done' }),
      workingDays: z.int().nullable().meta({ description: 'How many it is promised to take' }),
    }),
  ),
  waitingFor: z.enum(ROLES).nullable(),
  since: z.iso.date().nullable(),
  dueOn: z.iso.date().nullable(),
  needed: z
    .enum(NEEDS)
    .nullable()
    .meta({ description: 'What the applicant is to do; null: nothing' }),
  reason: z.string().nullable().meta({ description: 'Why it was returned or rejected' }),
});

export const payeeList = z.strictObject({
  items: z.array(
    z.strictObject({
      account: z.uuid(),
      fingerprint: z.string(),
      name: z.string(),
      holderKind: z.enum(HOLDER_KINDS),
      bankName: z.string(),
      masked: z.string(),
    }),
  ),
});
