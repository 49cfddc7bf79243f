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
import type { ContentJson } from '../platform/json/content-hash';

const NAMES = { approval_tiers: { zh: '审批权限', en: 'Tiers of approval' } } as const;
const RESOLUTION = { zh: '须经联席会议决议', en: 'with a resolution of a joint meeting' } as const;

const content = z.strictObject({
  name: z.literal('approval_tiers'),
  value: POLICIES.approval_tiers.schema,
  effectiveOn: z.iso.date(),
}) satisfies z.ZodType<ContentJson>;

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

/** A bureau changes one of its policies from a day on. */
export const policyChange = approvalKind<z.infer<typeof content>>({
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

  present: ({ name, value, effectiveOn }, language) => [
    { field: 'policy', value: NAMES[name][language] },
    { field: 'effectiveOn', value: effectiveOn },
    ...value.map((tier) => tierRow(tier, language)),
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
