import { z } from 'zod';
import { day, positiveYuan } from '../advances';
import { namedDocument, ofCase, payee } from '../claims';
import { PAPER_KINDS } from '../damages';
import { PERMITTED_USES, PLAN_PAPERS, PLAN_REPORTS } from '../law';
import type { ContentJson } from '../platform/json/content-hash';
import { line } from '../platform/json/texts';

const invoice = z
  .strictObject({
    issuer: line(200),
    number: z.string().regex(/^[0-9A-Z-]{4,30}$/, 'must be digits, capital letters and -'),
    code: z
      .string()
      .regex(/^[0-9]{8,12}$/, 'must be 8 to 12 digits')
      .optional()
      .meta({ description: '发票代码, where the invoice has one' }),
    amount: positiveYuan.meta({ description: 'What it is made out for, tax included' }),
    document: namedDocument,
  })
  .refine(({ number, code }) => !/^[0-9]{8}$/.test(number) || code !== undefined, {
    path: ['code'],
    message: 'must be there: a number of 8 digits is one of its code',
  });

/** A milestone of a plan, to be paid to whoever carries the plan out. */
export const milestoneContent = z.strictObject({
  ...ofCase,
  payee,
  plan: z.uuid(),
  milestone: z.int().min(1).meta({ description: 'Its number' }),
  purpose: z.enum(PERMITTED_USES).meta({ description: 'Of a budget line of the plan' }),
  invoices: z.array(invoice).min(1).max(50),
  papers: z.array(z.strictObject({ kind: z.enum(PLAN_PAPERS), document: namedDocument })).max(50),
}) satisfies z.ZodType<ContentJson>;
export type MilestoneContent = z.output<typeof milestoneContent>;

/** A report on the works of a plan, as an officer enters it. */
export const newReport = z.strictObject({
  kind: z.enum(PLAN_REPORTS),
  body: line(200).meta({ description: 'Who reports: the body that the plan names' }),
  reportedOn: day,
  document: namedDocument,
});
export type NewReport = z.output<typeof newReport>;

export const reportView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(PLAN_REPORTS),
  body: z.string(),
  reportedOn: z.iso.date(),
  version: z.int().meta({ description: 'Of the plan' }),
  document: z.strictObject({ id: z.uuid(), name: z.string() }),
  recordedBy: z.string(),
});

const yuan = z.string().meta({ description: 'Yuan with two decimals' });

/** What was paid for a milestone, and on which papers. */
export const paymentView = z.strictObject({
  approval: z.uuid(),
  payOut: z.uuid(),
  milestone: z.int(),
  purpose: z.enum(PERMITTED_USES),
  amount: yuan,
  paidOn: z.iso.date(),
  holder: z.string(),
  masked: z.string().meta({ description: 'The last four digits of the account' }),
  returnedOn: z.iso.date().nullable().meta({ description: 'Where the bank sent it back' }),
  papers: z.array(
    z.strictObject({
      kind: z.enum(PAPER_KINDS),
      document: z.strictObject({ id: z.uuid(), name: z.string() }),
      issuer: z.string().nullable(),
      number: z.string().nullable(),
      amount: yuan.nullable(),
    }),
  ),
});
