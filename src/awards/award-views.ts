import { z } from 'zod';
import { AWARD_CONDITIONS } from './conditions';
import { AWARD_STATES } from './award-state';
import { USE_PURPOSES } from './recall.entity';

const yuan = z.string().meta({ description: 'Yuan with two decimals' });
const person = z.string().nullable().meta({ description: 'Null for organizations' });

const sheet = z.strictObject({
  ruleVersion: z.string().meta({ description: 'Version of the policy of awards' }),
  articles: z.array(z.string()),
  inputs: z.record(z.string(), z.json()),
  steps: z.array(z.strictObject({ what: z.string(), gives: z.string() })),
  words: z
    .array(z.strictObject({ what: z.string(), gives: z.string() }))
    .meta({ description: 'The same steps in Chinese' }),
});

const amounts = {
  base: yuan,
  total: yuan,
  fromSanctionQuota: yuan,
  fromAwardFund: yuan,
};

const shareOfSheet = z.strictObject({
  organization: z.uuid(),
  name: z.string(),
  ratio: z.string().nullable(),
  amount: yuan,
});

const objection = z.strictObject({
  id: z.uuid(),
  objector: z.string(),
  on: z.iso.date(),
  objection: z.string(),
  document: z.uuid().nullable(),
  recordedBy: person,
  decision: z
    .strictObject({ upheld: z.boolean(), reason: z.string(), decidedBy: person })
    .nullable(),
});

const assessment = z.strictObject({
  id: z.uuid(),
  ...amounts,
  assessedOn: z.iso.date(),
  assessedBy: person,
  sheet,
  shares: z.array(shareOfSheet),
  notice: z.strictObject({ from: z.iso.date(), to: z.iso.date(), way: z.string() }).nullable(),
  earliestEnd: z.iso.date().meta({ description: 'Of a notice that would begin today' }),
  objections: z.array(objection).meta({ description: 'For the bureau; organizations read none' }),
  voided: z.strictObject({ reason: z.string() }).nullable(),
});

const use = z.strictObject({
  id: z.uuid(),
  year: z.int(),
  purpose: z.enum(USE_PURPOSES),
  amount: yuan,
  use: z.string(),
  documents: z.array(z.uuid()),
  reportedBy: person,
});

const awardShare = z.strictObject({
  id: z.uuid(),
  organization: z.uuid(),
  name: z.string(),
  amount: yuan,
  released: yuan.meta({ description: 'Recalled before it was paid' }),
  payable: yuan.meta({ description: 'To be paid still' }),
  paidOn: z.iso.date().nullable(),
  owedBack: yuan.meta({ description: 'Recalled after it was paid' }),
  returned: yuan,
  unreported: yuan.meta({ description: 'Paid, and reported as used by nobody yet' }),
  uses: z.array(use),
});

const award = z.strictObject({
  id: z.uuid(),
  ref: z.string(),
  decidedOn: z.iso.date(),
  ...amounts,
  recalledOn: z.iso.date().nullable(),
  approval: z.uuid().nullable(),
  shares: z.array(awardShare).meta({ description: 'For an organization its own' }),
  recalls: z.array(
    z.strictObject({
      on: z.iso.date(),
      whole: z.boolean(),
      former: yuan,
      left: yuan,
      reason: z.string(),
    }),
  ),
});

export const awardOfCase = z.strictObject({
  case: z.strictObject({ id: z.uuid(), number: z.string(), book: z.string() }),
  state: z.enum(AWARD_STATES),
  conditions: z.array(
    z.strictObject({
      name: z.enum(AWARD_CONDITIONS),
      met: z.boolean(),
      missing: z.array(z.string()).meta({ description: 'What is missing of it' }),
    }),
  ),
  now: z
    .strictObject({ ...amounts, sheet, shares: z.array(shareOfSheet) })
    .nullable()
    .meta({ description: 'Under the policy in force today; null without a judgment' }),
  sanctions: z.array(
    z.strictObject({
      id: z.uuid(),
      paidOn: z.iso.date(),
      amount: yuan,
      grade: z.int(),
      document: z.uuid().nullable(),
    }),
  ),
  assessment: assessment.nullable().meta({ description: 'The one that stands' }),
  former: z.array(assessment).meta({ description: 'Those that are void, the newest first' }),
  awards: z.array(award).meta({ description: 'The newest first' }),
});
export type AwardOfCase = z.infer<typeof awardOfCase>;

export const awardItem = z.strictObject({
  id: z.uuid().meta({ description: 'Of the case' }),
  number: z.string(),
  book: z.string(),
  state: z.enum(AWARD_STATES),
  amount: yuan.nullable().meta({ description: 'As awarded, or as assessed' }),
  noticeUntil: z.iso.date().nullable(),
});
export const awardList = z.strictObject({
  items: z.array(awardItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

export const madeOfAward = z.strictObject({ id: z.uuid() });
