import { z } from 'zod';
import { POOLS } from '../accounting';
import { BUDGET_CATEGORIES, BUDGET_CHANGES, categoriesOf } from '../law';
import { AMOUNT_PATTERN, type Fen, negateFen, parsePositiveYuan, sumFen, ZERO_FEN } from '../money';

const amount = z
  .string()
  .regex(AMOUNT_PATTERN)
  .refine((text) => parsePositiveYuan(text) !== undefined, 'must be yuan above 0, e.g. 1234.56')
  .optional();
const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{C}]*$/u, 'must hold no control characters');
const year = z.int().min(2000).max(2200);

const changedLine = z
  .strictObject({
    category: z.enum(BUDGET_CATEGORIES),
    /** Of money that was carried over; absent: the year itself. */
    originYear: year.optional(),
    raise: amount,
    lower: amount,
  })
  .refine(({ raise, lower }) => (raise === undefined) !== (lower === undefined), {
    message: 'needs either raise or lower',
  });

/** Whether a change brings or takes damage money of a case (treasury route). */
export const namesCase = ({
  change,
  pool,
}: {
  readonly change: string;
  readonly pool: string;
}): boolean => pool === 'damage_fund' && (change === 'appropriation' || change === 'lapse');

/** A change of a budget, as it is asked for. */
export const changeSchema = z
  .strictObject({
    change: z.enum(BUDGET_CHANGES),
    pool: z.enum(POOLS),
    year,
    budgetLines: z.array(changedLine).min(1).max(50),
    donor: line(200).optional(),
    case: z
      .uuid()
      .optional()
      .meta({ description: 'Of damage money that is appropriated or lapses: whose damages it is' }),
    document: line(200),
    reason: line(500),
  })
  .superRefine(({ change, pool, budgetLines, donor, case: caseId, year: of }, context) => {
    const fault = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    if ((change === 'donation') !== (donor !== undefined)) {
      fault(['donor'], 'must be there for a donation, and only there');
    }
    if (caseId !== undefined && !namesCase({ change, pool })) {
      fault(['case'], 'must be there only where damage money is appropriated or lapses');
    }
    const known = new Set<string>();
    for (const [at, { category, originYear = of }] of budgetLines.entries()) {
      if (!categoriesOf(pool).includes(category)) {
        fault(['budgetLines', at, 'category'], 'is no line of this pool');
      }
      if (originYear !== of && originYear !== of - 1) {
        fault(['budgetLines', at, 'originYear'], 'must be the year or the one before');
      }
      const name = `${category} ${String(originYear)}`;
      if (known.has(name)) fault(['budgetLines', at, 'category'], 'must be there once');
      known.add(name);
    }
  });

export type BudgetChangeContent = z.output<typeof changeSchema>;
export type ChangedLine = BudgetChangeContent['budgetLines'][number];

/** By how much a line is to change, in signed fen. */
export const signedAmount = ({ raise, lower }: ChangedLine): Fen =>
  raise === undefined
    ? negateFen(parsePositiveYuan(lower) ?? ZERO_FEN)
    : (parsePositiveYuan(raise) ?? ZERO_FEN);

/** What all the lines that go up, and all that go down, come to. */
export function sidesOf({ budgetLines }: Pick<BudgetChangeContent, 'budgetLines'>): {
  readonly raised: Fen;
  readonly lowered: Fen;
} {
  const amounts = budgetLines.map(signedAmount);
  return {
    raised: sumFen(amounts.filter((size) => size > 0n)),
    lowered: negateFen(sumFen(amounts.filter((size) => size < 0n))),
  };
}

/** What a change comes to, by which it is decided who decides on it. */
export function amountOf(content: Pick<BudgetChangeContent, 'budgetLines'>): Fen {
  const { raised, lowered } = sidesOf(content);
  return raised > lowered ? raised : lowered;
}
