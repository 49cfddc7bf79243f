import { z } from 'zod';
import { CLAIM_PARTS } from '../law';
import { formatYuan, subtractFen, sumFen } from '../money';
import type { JudgmentContent } from './judgment-schemas';
import { amountOf } from './judgment-of-content';
import { SPENT_ON } from './judgment-change.entity';
import { changesMoney, type JudgmentChange } from './plan-change';

/** What happens when a judgment takes the place of another, in this order. */
export const CHANGE_STEPS = [
  'allocation_undone',
  'overpayment_undone',
  'write_off_reversed',
  'judgment_reversed',
  'judgment_booked',
  'allocated',
  'overpaid',
  'moved_to_trust',
  'moved_from_trust',
  'to_get_back',
  'awarded_beyond',
  'write_off_to_decide',
] as const;

export const changeStep = z.strictObject({
  what: z.enum(CHANGE_STEPS),
  about: z.string().meta({ description: 'The receipt, judgment or debt, by its reference' }),
  item: z.string().nullable(),
  part: z.enum(CLAIM_PARTS).nullable(),
  spentOn: z.enum(SPENT_ON).nullable(),
  amount: z.string().meta({ description: 'Yuan with two decimals' }),
});
export type ChangeStep = z.infer<typeof changeStep>;

export const changePreview = z.strictObject({
  steps: z.array(changeStep).meta({ description: 'In the order in which they happen' }),
});

const step = (
  what: ChangeStep['what'],
  about: string,
  amount: bigint,
  more: Partial<ChangeStep> = {},
): ChangeStep[] =>
  amount === 0n
    ? []
    : [{ item: null, part: null, spentOn: null, ...more, what, about, amount: formatYuan(amount) }];

/** A change step by step, as those who ask for it and who decide on it see it. */
export function changeSteps(change: JudgmentChange, content: JudgmentContent): ChangeStep[] {
  const { former, receipts, writeOffs, purses, toTrust, awardBeyond } = change;
  const { ref } = former.judgment;
  const steps = [
    ...receipts.flatMap(({ freed }) => [
      ...freed.undone.flatMap(({ item, part, amount }) =>
        step('allocation_undone', freed.ref, amount, { item, part }),
      ),
      ...step('overpayment_undone', freed.ref, freed.overpaid),
    ]),
    ...writeOffs.flatMap(({ item, amount }) => step('write_off_reversed', item, amount)),
    ...step('judgment_reversed', ref, sumFen(former.items.map(({ orderedFen }) => orderedFen))),
    ...step('judgment_booked', content.ref, orderedBy(content)),
    ...receipts.flatMap(({ freed, parts, overpaid }) => [
      ...parts.flatMap(({ item, part, amount }) =>
        step('allocated', freed.ref, amount, { item, part }),
      ),
      ...step('overpaid', freed.ref, subtractFen(overpaid, freed.refunded)),
    ]),
    ...step('moved_to_trust', ref, toTrust > 0n ? toTrust : 0n),
    ...step('moved_from_trust', ref, toTrust < 0n ? 0n - toTrust : 0n),
    ...purses.flatMap(({ what, deficit }) => step('to_get_back', ref, deficit, { spentOn: what })),
    ...step('awarded_beyond', ref, awardBeyond, { spentOn: 'award' }),
    ...writeOffs.flatMap(({ item, amount }) => step('write_off_to_decide', item, amount)),
  ];
  return changesMoney(change) ? steps : steps.filter(({ what }) => what.startsWith('judgment_'));
}

const orderedBy = ({ items }: JudgmentContent): bigint =>
  sumFen(items.map(({ amount }) => amountOf(amount)));
