import { z } from 'zod';
import { day, positiveYuan } from '../advances';
import { namedDocument } from '../claims';
import { OPINION_AGENCIES, PERMITTED_USES, PLAN_PAPERS, STANCES } from '../law';
import { type Fen, parsePositiveYuan, sumFen, ZERO_FEN } from '../money';
import { creditCode } from '../organizations';
import { paymentView, reportView } from './milestone-schemas';
import type { ContentJson } from '../platform/json/content-hash';
import { line, text } from '../platform/json/texts';

const RATIO = /^(0\.[0-9]{1,4}|1(\.0{1,4})?)$/;
const areDifferent = (names: readonly string[]): boolean => new Set(names).size === names.length;

export const fenOf = (yuan: string | undefined): Fen => parsePositiveYuan(yuan) ?? ZERO_FEN;

const budgetLine = z.strictObject({
  use: z.enum(PERMITTED_USES),
  text: line(200).meta({ description: 'What is done' }),
  amount: positiveYuan,
});

const milestone = z
  .strictObject({
    name: line(100),
    ratio: z
      .string()
      .regex(RATIO, 'must be a ratio such as 0.30')
      .refine((ratio) => !/^0\.0+$/.test(ratio), 'must be above zero')
      .optional(),
    amount: positiveYuan.optional(),
    papers: z
      .array(z.enum(PLAN_PAPERS))
      .max(PLAN_PAPERS.length)
      .refine(areDifferent, 'must name every paper once')
      .meta({ description: 'What must be there before it is paid, beside invoices' }),
  })
  .refine(({ ratio, amount }) => (ratio === undefined) !== (amount === undefined), {
    message: 'needs either a ratio or an amount',
  });

const facts = {
  amount: positiveYuan,
  budgetLines: z
    .array(budgetLine)
    .min(1)
    .max(PERMITTED_USES.length)
    .refine((lines) => areDifferent(lines.map(({ use }) => use)), 'must name every use once'),
  implementer: z.strictObject({ name: line(200), creditCode }),
  document: namedDocument,
};

interface Planned {
  readonly amount: string;
  readonly budgetLines: readonly { readonly amount: string }[];
  readonly milestones?:
    | readonly { readonly ratio?: string | undefined; readonly amount?: string | undefined }[]
    | undefined;
}

function checkSums(
  { amount, budgetLines, milestones = [] }: Planned,
  context: z.RefinementCtx,
): void {
  const fault = (path: string[], message: string): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  if (sumFen(budgetLines.map((one) => fenOf(one.amount))) !== fenOf(amount)) {
    fault(['budgetLines'], 'must add up to the amount');
  }
  const byRatio = milestones.filter(({ ratio }) => ratio !== undefined).length;
  if (byRatio !== 0 && byRatio !== milestones.length) {
    fault(['milestones'], 'must all have ratios, or all amounts');
  }
}

const opinionOn = z
  .strictObject({
    agency: z.enum(OPINION_AGENCIES),
    opinion: z.uuid().optional().meta({ description: 'Id of the opinion that was recorded' }),
    notAsked: text(500).optional().meta({ description: 'Why it was not asked for' }),
  })
  .refine(({ opinion, notAsked }) => (opinion === undefined) !== (notAsked === undefined), {
    message: 'needs either an opinion or why it was not asked',
  });

/** A restoration plan as it is asked for. Without milestones they are the default ones. */
export const planContent = z
  .strictObject({
    case: z.uuid(),
    plan: line(60).meta({ description: 'Its number' }),
    title: line(200),
    place: line(200),
    acceptanceBody: line(200),
    ...facts,
    milestones: z.array(milestone).max(20).optional(),
    opinions: z
      .array(opinionOn)
      .max(OPINION_AGENCIES.length)
      .refine((given) => areDifferent(given.map(({ agency }) => agency)), 'must be there once'),
  })
  .superRefine(checkSums) satisfies z.ZodType<ContentJson>;
export type PlanContent = z.output<typeof planContent>;

/** Another version of a plan: what of it is not paid is planned anew. */
export const planChangeContent = z
  .strictObject({
    plan: z.uuid(),
    version: z.int().min(1).meta({ description: 'The one that is changed' }),
    reason: text(1_000),
    ...facts,
    milestones: z
      .array(milestone)
      .max(20)
      .meta({ description: 'Those that are not paid; ratios are of what is not paid' }),
  })
  .superRefine(checkSums) satisfies z.ZodType<ContentJson>;
export type PlanChangeContent = z.output<typeof planChangeContent>;

export type MilestoneGiven = NonNullable<PlanContent['milestones']>[number];

/** An opinion as an officer enters it. */
export const newOpinion = z
  .strictObject({
    plan: line(60).meta({ description: 'The number of the plan' }),
    of: z.enum(OPINION_AGENCIES),
    agency: line(200).meta({ description: 'Its name' }),
    givenOn: day,
    stance: z.enum(STANCES),
    conditions: text(2_000).optional(),
    document: namedDocument,
  })
  .refine(({ stance, conditions }) => stance !== 'with_conditions' || conditions !== undefined, {
    path: ['conditions'],
    message: 'must say on which conditions',
  });
export type NewOpinion = z.output<typeof newOpinion>;

const yuan = z.string().meta({ description: 'Yuan with two decimals' });

export const opinionView = z.strictObject({
  id: z.uuid(),
  plan: z.string().meta({ description: 'The number of the plan' }),
  of: z.enum(OPINION_AGENCIES),
  agency: z.string(),
  givenOn: z.iso.date(),
  stance: z.enum(STANCES),
  conditions: z.string().nullable(),
  document: z.strictObject({ id: z.uuid(), name: z.string() }),
  recordedBy: z.string(),
});
export const opinionList = z.strictObject({ items: z.array(opinionView) });

const planSummary = {
  id: z.uuid(),
  number: z.string(),
  title: z.string().nullable(),
  version: z.int(),
  isSubstitute: z.boolean(),
  amount: yuan,
  paid: yuan,
  milestonesPaid: z.int(),
  milestones: z.int(),
  acceptedOn: z.iso.date().nullable(),
  effectEvaluatedOn: z.iso.date().nullable(),
};
export const planItem = z.strictObject(planSummary);
export const planList = z.strictObject({ items: z.array(planItem) });

const amountOfUse = z.strictObject({
  use: z.enum(PERMITTED_USES),
  text: z.string(),
  amount: yuan,
});

export const planDetail = z.strictObject({
  ...planSummary,
  case: z.uuid(),
  caseNumber: z.string(),
  book: z.string(),
  place: z.string().nullable(),
  implementer: z.strictObject({ name: z.string(), creditCode: z.string() }).nullable(),
  acceptanceBody: z.string().nullable(),
  minutes: z.string().nullable().meta({ description: 'Number of the resolution or the minutes' }),
  approval: z.uuid().nullable(),
  uses: z.array(z.strictObject({ use: z.enum(PERMITTED_USES), amount: yuan, paid: yuan })),
  steps: z
    .array(
      z.strictObject({
        id: z.uuid(),
        number: z.int(),
        name: z.string().nullable(),
        amount: yuan,
        papers: z.array(z.enum(PLAN_PAPERS)),
        paidOn: z.iso.date().nullable(),
        purpose: z.string().nullable(),
        isNext: z.boolean().meta({ description: 'It is the one to be paid' }),
      }),
    )
    .meta({ description: 'Milestones, as the plan stands' }),
  payments: z.array(paymentView).meta({ description: 'The newest first' }),
  reports: z.array(reportView).meta({ description: 'The newest first' }),
  versions: z.array(
    z.strictObject({
      version: z.int(),
      amount: yuan,
      title: z.string(),
      implementer: z.string(),
      reason: z.string().nullable(),
      decidedOn: z.iso.date(),
      approval: z.uuid(),
      document: z.uuid(),
      budgetLines: z.array(amountOfUse),
      milestones: z.array(z.strictObject({ number: z.int(), name: z.string(), amount: yuan })),
    }),
  ),
  opinions: z.array(
    z.strictObject({
      of: z.enum(OPINION_AGENCIES),
      agency: z.string().nullable(),
      givenOn: z.iso.date().nullable(),
      stance: z.enum(STANCES).nullable(),
      conditions: z.string().nullable(),
      document: z.uuid().nullable(),
      notAsked: z.string().nullable().meta({ description: 'Why it was not asked for' }),
    }),
  ),
});
