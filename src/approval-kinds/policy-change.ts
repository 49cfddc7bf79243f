import { z } from 'zod';
import { approvalKind, changePolicy, POLICIES, policyContent } from '../approvals';
import { recordChange } from '../audit';
import type { ContentJson } from '../platform/json/content-hash';

const TITLES = { approval_tiers: '审批权限' } as const;

const content = z.strictObject({
  name: z.literal('approval_tiers'),
  value: POLICIES.approval_tiers.schema,
  effectiveOn: z.iso.date(),
}) satisfies z.ZodType<ContentJson>;

/** A bureau changes one of its policies from a day on. */
export const policyChange = approvalKind<z.infer<typeof content>>({
  kind: 'policy_change',
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: false,
  schema: content,

  describe(_, { name, effectiveOn }) {
    return {
      title: `修改${TITLES[name]}，自 ${effectiveOn} 起执行`,
      subject: `policy/${name}`,
    };
  },

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
