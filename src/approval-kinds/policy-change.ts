import { z } from 'zod';
import {
  approvalKind,
  type ApprovalTiers,
  changePolicy,
  POLICIES,
  policyContent,
  type SummaryRow,
} from '../approvals';
import { recordChange } from '../audit';
import type { Language } from '../errors';
import { ROLE_NAMES } from '../identity';
import { awardPolicyRows } from './award-policy-rows';
import type { ContentJson } from '../platform/json/content-hash';

const NAMES = {
  approval_tiers: { zh: '审批权限', en: 'Tiers of approval' },
  award_policy: { zh: '奖励办法', en: 'Policy of awards' },
} as const;
const RESOLUTION = { zh: '须经联席会议决议', en: 'with a resolution of a joint meeting' } as const;

const effectiveOn = z.iso.date();
const content = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('approval_tiers'),
    value: POLICIES.approval_tiers.schema,
    effectiveOn,
  }),
  z.strictObject({
    name: z.literal('award_policy'),
    value: POLICIES.award_policy.schema,
    effectiveOn,
  }),
]) satisfies z.ZodType<ContentJson>;
type Content = z.infer<typeof content>;

function tierRow(
  { upTo, steps, resolution }: ApprovalTiers[number],
  language: Language,
): SummaryRow {
  const cells = {
    upTo,
    steps: steps.map((role) => ROLE_NAMES[role][language]).join(' → '),
    resolution: resolution ? RESOLUTION[language] : '',
  };
  const value = `≤ ${[cells.upTo, cells.steps, cells.resolution].filter(Boolean).join(', ')}`;
  return { field: 'tiers', value, cells };
}

const valueRows = (asked: Content, language: Language): SummaryRow[] =>
  asked.name === 'approval_tiers'
    ? asked.value.map((tier) => tierRow(tier, language))
    : awardPolicyRows(asked.value, language);

/** A bureau changes one of its policies from a day on. */
export const policyChange = approvalKind<Content>({
  kind: 'policy_change',
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: false,
  schema: content,

  describe(_, { name, effectiveOn }) {
    return {
      title: `修改${NAMES[name].zh}，自 ${effectiveOn} 起执行`,
      subject: `policy/${name}`,
    };
  },

  present: (asked, language) => [
    { field: 'policy', value: NAMES[asked.name][language] },
    { field: 'effectiveOn', value: asked.effectiveOn },
    ...valueRows(asked, language),
  ],

  async execute(work, { name, value, effectiveOn }, { id, bureauId }) {
    const event = {
      action: 'policy.change',
      bureauId,
      person: work.by,
      ...work.from,
      subject: `policy/${name}`,
      content: { value, effectiveOn, approval: id },
    };
    await recordChange(work.tx, policyContent(bureauId, name), event, () =>
      changePolicy(work.tx, { bureauId, name, value, effectiveOn, approvalRequestId: id }),
    );
  },
});
