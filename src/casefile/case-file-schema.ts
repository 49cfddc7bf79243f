import { z } from 'zod';
import { type BusinessDate, parseBusinessDate } from '../calendar';
import { POOLS } from '../accounting';
import { COST_CATEGORIES, ITEM_KINDS, LIABILITY_MODES, OUTCOMES } from '../law';
import { AMOUNT_PATTERN } from '../money';

const text = z.string().min(1).max(2_000);
const ref = z.string().min(1).max(200);
const person = z.string().min(1).max(200);
// Looked up by an index, which cannot hold long texts.
const key = z.string().min(1).max(200);

const date = z
  .string()
  .refine(
    (value) => parseBusinessDate(value) !== undefined,
    'must be a day that exists, YYYY-MM-DD',
  )
  .meta({ format: 'date' }) as unknown as z.ZodType<BusinessDate, BusinessDate>;

// A wrong amount is refused at its event, so the shape asks for a string only, of any length.
const amount = z.string().meta({
  description: `Yuan, matching ${AMOUNT_PATTERN.source} and above 0; anything else is refused at the event as AMOUNT_INVALID`,
});

const ratio = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,11})(\.[0-9]{1,10})?$/, 'must be a decimal number, e.g. 0.30')
  .refine((value) => /[1-9]/.test(value), 'must be above 0');

const refusalCode = z.string().regex(/^[A-Z][A-Z_]*$/, 'must be a refusal code, e.g. CAP_EXCEEDED');

const organization = z.strictObject({
  ref,
  name: text,
  kind: z.enum(['social_association', 'social_service_organization', 'foundation', 'other']),
  uscc: z.string().max(200),
  registrarRegion: z
    .string()
    .regex(/^[0-9]{6}$/, 'must be a region code of six digits')
    .optional(),
  registeredOn: date,
  activeSince: date.optional(),
  annualReports: z.array(z.int().min(1900).max(2200)),
  cleanRecordStatementOn: date.nullable(),
  charterRelated: z.boolean(),
  penalties: z.array(z.strictObject({ decidedOn: date, cause: z.enum(['business', 'other']) })),
  reviewedBy: person.optional(),
});

const defendant = z.strictObject({ ref, name: text, kind: text });

const common = { on: date, by: person.optional(), expect: refusalCode.optional() };

const liabilityDebtor = z.strictObject({
  ref,
  share: amount.optional(),
  cap: amount.optional(),
  dueOn: date.optional(),
});

const judgmentItem = z.strictObject({
  ref,
  kind: z.enum(ITEM_KINDS),
  amount,
  dueOn: date.optional(),
  instalments: z
    .array(z.strictObject({ dueOn: date, amount }))
    .min(1)
    .optional(),
  conditional: z.boolean().optional(),
  organization: ref.optional(),
  interest: z.boolean().optional(),
  liability: z.strictObject({
    mode: z.enum(LIABILITY_MODES),
    debtors: z.array(liabilityDebtor).min(1),
  }),
});

const event = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('appropriation'),
    ...common,
    pool: z.enum(POOLS),
    amount,
  }),
  z.strictObject({
    type: z.literal('advance.apply'),
    ...common,
    ref,
    organization: ref,
    items: z
      .array(
        z.strictObject({
          ref,
          category: z.enum(COST_CATEGORIES),
          instance: z.int().min(1).max(99).optional(),
          amount,
          payee: text,
        }),
      )
      .min(1),
  }),
  z.strictObject({
    type: z.literal('advance.approve'),
    ...common,
    advance: ref,
    minutes: text.optional(),
  }),
  z.strictObject({
    type: z.literal('advance.pay'),
    ...common,
    item: ref,
    amount: amount.optional(),
  }),
  z.strictObject({
    type: z.literal('advance.payment_returned'),
    ...common,
    item: ref,
    amount: amount.optional(),
  }),
  z.strictObject({
    type: z.literal('advance.settle'),
    ...common,
    item: ref,
    invoices: z.array(z.strictObject({ issuer: key, number: key, amount })).min(1),
  }),
  z.strictObject({ type: z.literal('advance.surplus'), ...common, item: ref }),
  z.strictObject({ type: z.literal('advance.surplus_returned'), ...common, item: ref, amount }),
  z.strictObject({
    type: z.literal('advance.absorb'),
    ...common,
    item: ref,
    amount,
    requestedBy: person.optional(),
  }),
  z.strictObject({ type: z.literal('court_refund'), ...common, item: ref, amount }),
  z.strictObject({
    type: z.literal('judgment'),
    ...common,
    ref,
    outcome: z.enum(OUTCOMES),
    claimed: amount.optional(),
    effectiveOn: date,
    items: z.array(judgmentItem),
  }),
  z.strictObject({ type: z.literal('condition.defaulted'), ...common, item: ref, dueOn: date }),
  z.strictObject({
    type: z.literal('stay'),
    ...common,
    from: date,
    to: date,
    requestedByDebtor: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('receipt'),
    ...common,
    ref,
    from: ref,
    amount,
    designated: z.array(ref).optional(),
    bankReference: key,
  }),
  z.strictObject({ type: z.literal('refund_overpayment'), ...common, to: ref, amount }),
  z.strictObject({
    type: z.literal('organization.reimburse'),
    ...common,
    organization: ref,
    amount,
  }),
  z.strictObject({ type: z.literal('fund.replenish'), ...common, amount }),
  z.strictObject({
    type: z.literal('write_off'),
    ...common,
    item: ref,
    amount,
    requestedBy: person.optional(),
  }),
  z.strictObject({ type: z.literal('damage.remit'), ...common, amount }),
  z.strictObject({ type: z.literal('interest.remit'), ...common, amount }),
  z.strictObject({
    type: z.literal('damage.plan'),
    ...common,
    ref,
    amount,
    milestones: z.array(ratio).min(1).max(50).optional(),
  }),
  z.strictObject({ type: z.literal('damage.minutes'), ...common, plan: ref, number: text, amount }),
  z.strictObject({
    type: z.literal('damage.report'),
    ...common,
    plan: ref,
    kind: z.enum(['acceptance', 'effect_evaluation']),
  }),
  z.strictObject({
    type: z.literal('damage.pay'),
    ...common,
    plan: ref,
    milestone: z.int().min(1),
    purpose: text,
    payee: text,
  }),
  z.strictObject({
    type: z.literal('sanction'),
    ...common,
    amountPaid: amount,
    grade: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  }),
  z.strictObject({
    type: z.literal('award'),
    ...common,
    ref,
    plaintiffs: z.array(z.strictObject({ ref, share: ratio.optional() })).min(1),
  }),
  z.strictObject({ type: z.literal('award.pay'), ...common, organization: ref }),
]);

/**
 * A case file, format `casefile/1`: one case from the budget to the award, event by event.
 * References and rules that span several values are checked by `checkAcross`.
 */
export const caseFileSchema = z
  .strictObject({
    format: z.literal('casefile/1'),
    id: z.string().regex(/^[a-z0-9-]{1,100}$/, 'must be made of a-z, 0-9 and -'),
    title: text,
    about: z.unknown().optional(),
    asOf: date,
    settings: z
      .strictObject({
        dayCount: z.enum(['end_minus_start', 'inclusive']).optional(),
        damageRoute: z.enum(['treasury', 'trust_account']).optional(),
      })
      .optional(),
    organizations: z.array(organization),
    defendants: z.array(defendant),
    case: z.strictObject({ number: key, court: text, filedOn: date }),
    events: z.array(event).max(10_000),
  })
  .meta({
    title: 'Case file',
    description: 'One JSON file that tells a case from the budget to the award',
  });

export type CaseFileDocument = z.infer<typeof caseFileSchema>;
export type CaseEvent = CaseFileDocument['events'][number];
export type CaseEventOf<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

/** The JSON Schema of a case file (draft 2020-12), generated from the schema that checks it. */
export function caseFileJsonSchema(): object {
  return z.toJSONSchema(caseFileSchema, { io: 'input' });
}
