import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { RecordedContent } from '../audit';
import { DomainError } from '../errors';
import type { Role } from '../identity';
import { DEFAULT_AWARD_TERMS } from '../law';
import { AMOUNT_PATTERN, type Fen, formatYuan, parseYuan } from '../money';
import { today } from '../platform/database/today';
import { type AwardPolicyValue, awardPolicySchema, awardPolicyValue } from './award-policy-schema';
import { PolicyVersion } from './policy-version.entity';

const yuan = z.string().regex(AMOUNT_PATTERN, 'must be yuan such as 50000.00');
const fenOf = (text: string): Fen => {
  const amount = parseYuan(text);
  if (amount === undefined) throw new Error(`not an amount: ${text}`);
  return amount;
};

const tiersSchema = z
  .array(
    z.strictObject({
      upTo: yuan,
      steps: z
        .array(z.enum(['reviewer', 'approver']))
        .min(1)
        .max(5),
      resolution: z.boolean(),
    }),
  )
  .min(1)
  .max(20)
  .refine((tiers) => {
    // Also asked where an amount is none; that is said of the amount.
    const limits = tiers.map(({ upTo }) => parseYuan(upTo));
    return limits.every((limit, index) => limit === undefined || limit > (limits[index - 1] ?? 0n));
  }, 'must rise from tier to tier');

/** Who decides on an amount: the first tier that reaches it. */
export type ApprovalTiers = z.infer<typeof tiersSchema>;

/**
 * Default of this product, made after the usual levels of a bureau: finance section, head, joint meeting,
 * joint meeting with the finance bureau. No article prescribes it; a bureau sets its own by approval.
 */
const DEFAULT_TIERS: ApprovalTiers = [
  { upTo: '50000.00', steps: ['reviewer', 'approver'], resolution: false },
  { upTo: '200000.00', steps: ['reviewer', 'approver'], resolution: false },
  { upTo: '500000.00', steps: ['reviewer', 'approver'], resolution: true },
  { upTo: '1000000.00', steps: ['reviewer', 'approver', 'approver'], resolution: true },
];

interface PolicyValues {
  readonly approval_tiers: ApprovalTiers;
  readonly award_policy: AwardPolicyValue;
}

export type PolicyName = keyof PolicyValues;

/** The policies that a bureau may change, with what holds until it does. */
export const POLICIES: {
  readonly [Name in PolicyName]: {
    readonly schema: z.ZodType<PolicyValues[Name]>;
    readonly builtIn: PolicyValues[Name];
  };
} = {
  approval_tiers: { schema: tiersSchema, builtIn: DEFAULT_TIERS },
  award_policy: { schema: awardPolicySchema, builtIn: awardPolicyValue(DEFAULT_AWARD_TERMS) },
};

/** What a bureau changed a policy to: the latest from a day on first, which is the one that counts. */
export async function changesOf(
  tx: EntityManager,
  bureauId: string,
  name: PolicyName,
): Promise<PolicyVersion[]> {
  const order = { effectiveOn: 'DESC', version: 'DESC' } as const;
  const changes = await tx.find(PolicyVersion, { where: { bureauId, name }, order });
  return changes.filter(
    ({ effectiveOn }, index) => effectiveOn !== changes[index - 1]?.effectiveOn,
  );
}

/**
 * A policy in force on a day; version 0 is what is built in.
 *
 * @param day `YYYY-MM-DD`; today unless given
 */
export async function policyInForce<Name extends PolicyName>(
  tx: EntityManager,
  bureauId: string,
  name: Name,
  day?: string,
): Promise<{ readonly version: number; readonly value: PolicyValues[Name] }> {
  const { schema, builtIn } = POLICIES[name];
  const on = day ?? (await today(tx));
  const changes = await changesOf(tx, bureauId, name);
  const inForce = changes.find(({ effectiveOn }) => effectiveOn <= on);
  if (inForce === undefined) return { version: 0, value: builtIn };
  return { version: inForce.version, value: schema.parse(inForce.value) };
}

/** A version of a policy, whether in force or not. */
export async function policyVersion<Name extends PolicyName>(
  tx: EntityManager,
  bureauId: string,
  name: Name,
  version: number,
): Promise<PolicyValues[Name]> {
  const { schema, builtIn } = POLICIES[name];
  if (version === 0) return builtIn;
  const { value } = await tx.findOneByOrFail(PolicyVersion, { bureauId, name, version });
  return schema.parse(value);
}

/**
 * Who decides on an amount, and whether a joint meeting must have resolved on it.
 *
 * @throws DomainError AMOUNT_ABOVE_TIERS
 */
export async function tierOf(
  tx: EntityManager,
  bureauId: string,
  amount: Fen,
): Promise<{ readonly steps: readonly Role[]; readonly resolution: boolean }> {
  const { value: tiers } = await policyInForce(tx, bureauId, 'approval_tiers');
  const tier = tiers.find(({ upTo }) => amount <= fenOf(upTo));
  if (tier === undefined) {
    throw new DomainError('AMOUNT_ABOVE_TIERS', 'refused', {
      amount: formatYuan(amount),
      most: tiers.at(-1)?.upTo,
    });
  }
  return tier;
}

/** Puts a new version of a policy in force from a day on. */
export async function changePolicy(
  tx: EntityManager,
  change: Pick<PolicyVersion, 'bureauId' | 'name' | 'value' | 'effectiveOn' | 'approvalRequestId'>,
): Promise<void> {
  // One change after the other, so that each gets its own number.
  await tx.query('SELECT FROM fund.bureau WHERE id = $1 FOR NO KEY UPDATE', [change.bureauId]);
  const { bureauId, name } = change;
  const last = await tx.maximum(PolicyVersion, 'version', { bureauId, name });
  await tx.insert(PolicyVersion, {
    ...change,
    version: (last ?? 0) + 1,
    value: change.value as object,
  });
}

/** The last version of a policy of a bureau, as the trail hashes it. */
export const policyContent = (bureauId: string, name: string): RecordedContent => ({
  id: [bureauId, name],
  sql: `SELECT to_jsonb(v) AS content FROM fund.policy_version v
         WHERE v.bureau_id = ($1::text[])[1]::uuid AND v.name = ($1::text[])[2] ORDER BY v.version DESC LIMIT 1`,
});
