import { z } from 'zod';
import { AWARD_POOLS, AWARD_SHARINGS, type AwardTerms, RATE_PATTERN } from '../law';
import { AMOUNT_PATTERN, parseYuan } from '../money';

const yuan = z.string().regex(AMOUNT_PATTERN, 'must be yuan such as 50000.00');
const rate = z.string().regex(RATE_PATTERN, 'must be a rate from 0 to 1 such as 0.03');

/** Rising, the last one without end. */
const bands = z
  .array(z.strictObject({ upTo: yuan.optional(), rate }))
  .min(1)
  .max(20)
  .refine(
    (all) =>
      all.every(({ upTo }, index) => (upTo === undefined) === (index === all.length - 1)) &&
      all.every(({ upTo }, index) => {
        const limit = upTo === undefined ? undefined : parseYuan(upTo);
        return limit === undefined || limit > (parseYuan(all[index - 1]?.upTo ?? '0.00') ?? 0n);
      }),
    'must rise from band to band, the last one without end',
  );

/** How awards are computed: rates and limits of the bureau’s own, as no law fixes them. */
export const awardPolicySchema = z
  .strictObject({
    bands,
    factors: z.strictObject({ win: rate, partialWin: rate, mediation: rate }),
    fixed: z.strictObject({ injunctionOnlyWin: yuan, withdrawnClaimsRealized: yuan }),
    floor: yuan,
    caps: z.strictObject({ awardFund: yuan, sanctionQuota: yuan, combined: yuan }),
    grades: z.strictObject({ first: rate, second: rate, third: rate }),
    poolOrder: z
      .array(z.enum(AWARD_POOLS))
      .length(AWARD_POOLS.length)
      .refine((pools) => new Set(pools).size === pools.length, 'must name each pool once'),
    sharing: z.enum(AWARD_SHARINGS),
    noticeDays: z.int().min(1).max(90),
  })
  .refine(({ floor, caps }) => (parseYuan(floor) ?? 0n) <= (parseYuan(caps.awardFund) ?? 0n), {
    path: ['floor'],
    message: 'must not be above the cap of its part',
  });

export type AwardPolicyValue = z.infer<typeof awardPolicySchema>;

/** The same terms, as they are kept. */
export const awardPolicyValue = (terms: AwardTerms): AwardPolicyValue =>
  awardPolicySchema.parse(terms);
