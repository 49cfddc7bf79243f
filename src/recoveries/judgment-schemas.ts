import { z } from 'zod';
import { businessDate, parseBusinessDate } from '../calendar';
import {
  COST_CATEGORIES,
  DOUBLED_INTEREST_IN_FORCE,
  isDamages,
  ITEM_KINDS,
  latestEndOfDeferral,
  LIABILITY_MODES,
  OUTCOMES,
  YEARLY_PERCENT_PATTERN,
} from '../law';
import { AMOUNT_PATTERN, parsePositiveYuan } from '../money';
import type { ContentJson } from '../platform/json/content-hash';
import { line, text } from '../platform/json/texts';
import { SECURITIES } from './deferral.entity';

const day = z.iso
  .date()
  .refine((given) => parseBusinessDate(given) !== undefined, 'must be a day from 1900 to 2200');

const positiveYuan = z
  .string()
  .regex(AMOUNT_PATTERN)
  .refine((amount) => parsePositiveYuan(amount) !== undefined, 'must be above zero')
  .meta({ description: 'Yuan, such as 1234.56' });

const document = z.strictObject({
  id: z.uuid(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the document'),
});
const documents = z.array(document).min(1).max(20);

const debtor = z.strictObject({
  defendant: z.uuid(),
  share: positiveYuan.optional().meta({ description: 'With several liability' }),
  cap: positiveYuan.optional().meta({ description: 'With joint liability up to a cap' }),
  dueOn: day.optional().meta({ description: 'With several liability' }),
});

const item = z.strictObject({
  ref: line(50).meta({ description: 'E.g. 判项1; unique in the case' }),
  kind: z.enum(ITEM_KINDS),
  amount: positiveYuan,
  dueOn: day.optional(),
  instalments: z
    .array(z.strictObject({ dueOn: day, amount: positiveYuan }))
    .max(60)
    .optional(),
  conditional: z.boolean().optional().meta({ description: 'Owed only if a condition is not kept' }),
  organization: z.uuid().optional().meta({ description: 'Whose own costs they are' }),
  interest: z
    .boolean()
    .optional()
    .meta({ description: 'Whether it bears doubled interest; true if absent' }),
  generalInterest: z
    .strictObject({
      from: day.meta({ description: 'The day from which it runs' }),
      yearlyPercent: z
        .string()
        .regex(YEARLY_PERCENT_PATTERN)
        .meta({ description: 'Percent a year, e.g. 3.85; above 0 and below 100' }),
    })
    .optional()
    .meta({ description: 'General interest that the judgment orders, until it is paid' }),
  liability: z.strictObject({
    mode: z.enum(LIABILITY_MODES),
    debtors: z
      .array(debtor)
      .min(1)
      .max(50)
      .refine(
        (all) => new Set(all.map(({ defendant }) => defendant)).size === all.length,
        'must name each defendant once',
      ),
  }),
});
type Item = z.infer<typeof item>;

/** What is wrong between the parts of an item, each with its place in it. */
function* faultsOf(given: Item): Generator<readonly [path: (string | number)[], fault: string]> {
  const { kind, conditional, dueOn, instalments = [], organization, liability } = given;
  if (given.generalInterest !== undefined && (conditional === true || !isDamages(kind)))
    yield [['generalInterest'], 'must be there for damages that are no condition’s only'];
  const { mode, debtors } = liability;
  if (conditional === true && !isDamages(kind))
    yield [['conditional'], 'only damages can be conditional'];
  if (dueOn !== undefined && instalments.length > 0)
    yield [['instalments'], 'must not be there beside dueOn'];
  if (instalments.length > 0 && mode !== 'sole' && mode !== 'joint')
    yield [['instalments'], 'must be there with sole or joint liability only'];
  if ((kind === 'organization_costs') !== (organization !== undefined))
    yield [['organization'], 'must be there for organization_costs, and for nothing else'];
  const place = ['liability', 'debtors'];
  if (mode === 'sole' && debtors.length > 1) yield [place, 'must be one with sole liability'];
  for (const [index, { share, cap, dueOn: ownDay }] of debtors.entries()) {
    const at = [...place, index];
    if ((mode === 'several') !== (share !== undefined))
      yield [at, 'must have a share with several liability, and with no other'];
    if (mode !== 'several' && ownDay !== undefined)
      yield [at, 'must have a day of its own with several liability only'];
    if (mode !== 'joint_capped' && cap !== undefined)
      yield [at, 'must have a cap with liability up to a cap only'];
  }
}

/** Whether it bears interest that no rule computes: it is due before the doubled interest came into force. */
function isTooEarly(
  { interest, conditional, dueOn, instalments = [], liability }: Item,
  effectiveOn: string,
): boolean {
  if (interest === false || conditional === true) return false;
  const own = liability.debtors.flatMap(({ dueOn: ownDay }) => ownDay ?? []);
  const fallsBack = own.length < liability.debtors.length && instalments.length === 0;
  const days = [
    ...own,
    ...instalments.map((part) => part.dueOn),
    ...(fallsBack ? [dueOn ?? effectiveOn] : []),
  ];
  return days.some((due) => due < DOUBLED_INTEREST_IN_FORCE);
}

/** An item that bears interest although no rule computes it; undefined where there is none. */
export const tooEarlyItem = (
  { items }: Pick<JudgmentContent, 'items'>,
  effectiveOn: string,
): Item | undefined => items.find((given) => isTooEarly(given, effectiveOn));

/** A judgment or mediation document as an officer enters it from the paper. */
export const judgmentContent = z
  .strictObject({
    case: z.uuid(),
    step: z.uuid().meta({
      description: 'The step of the procedure that made it effective; its day is the day of effect',
    }),
    ref: line(100).meta({ description: 'The court’s number of the document; unique in the case' }),
    outcome: z.enum(OUTCOMES),
    claimed: positiveYuan
      .optional()
      .meta({ description: 'Damages claimed; there with a partial win' }),
    items: z.array(item).max(100),
    inKind: z
      .array(
        z.strictObject({
          work: text(1_000),
          dueOn: day.optional(),
          defendants: z
            .array(z.uuid())
            .min(1)
            .max(50)
            .refine((ids) => new Set(ids).size === ids.length, 'must name each defendant once'),
        }),
      )
      .max(20),
    refusedCosts: z
      .array(
        z.strictObject({
          category: z.enum(COST_CATEGORIES),
          amount: positiveYuan,
          reason: line(500),
        }),
      )
      .max(30)
      .meta({ description: 'Costs that the court did not grant; for information' }),
    feeOwedBy: z
      .enum(['court', 'defendant'])
      .optional()
      .meta({ description: 'Who owes an advanced acceptance fee back' }),
    replaces: z.uuid().optional().meta({ description: 'The judgment in whose place it comes' }),
    documents,
  })
  .superRefine((given, context) => {
    if ((given.outcome === 'partial_win') !== (given.claimed !== undefined)) {
      const message = 'must have claimed with partial_win, and with nothing else';
      context.addIssue({ code: 'custom', path: ['outcome'], message });
    }
    for (const [index, each] of given.items.entries()) {
      for (const [path, message] of faultsOf(each)) {
        context.addIssue({ code: 'custom', path: ['items', index, ...path], message });
      }
    }
  }) satisfies z.ZodType<ContentJson>;
export type JudgmentContent = z.infer<typeof judgmentContent>;

/** A condition that was not kept, with the paper that says so. */
export const defaultContent = z.strictObject({
  item: z.uuid(),
  dueOn: day.meta({ description: 'The day on which the period of the condition ended' }),
  reason: text(2_000),
  document,
}) satisfies z.ZodType<ContentJson>;
export type DefaultContent = z.infer<typeof defaultContent>;

/** Days on which no doubled interest runs (法释〔2014〕8号 art 3(3)). */
export const stayContent = z
  .strictObject({
    case: z.uuid(),
    from: day,
    to: day.meta({ description: 'The first day that counts again' }),
    requestedByDebtor: z.boolean(),
    reason: text(2_000),
    document,
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    error: 'must be after from',
  }) satisfies z.ZodType<ContentJson>;
export type StayContent = z.infer<typeof stayContent>;

/** Enforcement that the court deferred on security (民事诉讼法 art 242 (2023)). */
export const deferralContent = z
  .strictObject({
    case: z.uuid(),
    defendant: z.uuid(),
    from: day,
    until: day.meta({ description: 'The last day of it; at most one year after the first' }),
    security: z.enum(SECURITIES),
    securedBy: line(200).meta({ description: 'Who vouches, or what was given by whom' }),
    reason: text(2_000),
    document,
  })
  .refine(({ from, until }) => from <= until && until <= latestEndOfDeferral(businessDate(from)), {
    path: ['until'],
    error: 'must be from the first day to one year after it',
  }) satisfies z.ZodType<ContentJson>;
export type DeferralContent = z.infer<typeof deferralContent>;

/** Restoration in kind that was accepted. */
export const acceptanceContent = z.strictObject({
  order: z.uuid(),
  acceptedOn: day,
  opinion: text(2_000),
  document,
}) satisfies z.ZodType<ContentJson>;
export type AcceptanceContent = z.infer<typeof acceptanceContent>;
