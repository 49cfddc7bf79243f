import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { asService } from '../identity';
import { changesOf, POLICIES, type PolicyName } from './policies';
import type { PolicyVersion } from './policy-version.entity';
import type { policyItem, policyList } from './schemas';

type Policy = z.infer<typeof policyItem>;

/** Who approved a request, step by step: for whoever sees the policy, whether or not they see the request. */
const approversOf = (
  tx: EntityManager,
  requestId: string,
): Promise<{ id: string; name: string }[]> =>
  asService(tx, () =>
    tx.query<{ id: string; name: string }[]>(
      `SELECT p.id, p.name FROM fund.approval_decision d
         JOIN fund.approval_request r ON r.id = d.request_id AND r.version = d.version
         JOIN fund.person p ON p.id = d.person_id
        WHERE d.request_id = $1 AND d.decision = 'approved' ORDER BY d.step`,
      [requestId],
    ),
  );

/**
 * The policies of a bureau in force on a day, and those to come, the nearest first.
 *
 * @param day `YYYY-MM-DD`
 */
export async function readPolicies(
  tx: EntityManager,
  bureauId: string,
  day: string,
): Promise<z.infer<typeof policyList>> {
  const shown = async (change: PolicyVersion): Promise<Policy> => ({
    name: change.name,
    version: change.version,
    value: change.value as Policy['value'],
    effectiveOn: change.effectiveOn,
    approval: change.approvalRequestId,
    decidedBy: await approversOf(tx, change.approvalRequestId),
  });
  const inForce: Policy[] = [];
  const toCome: Policy[] = [];
  for (const name of Object.keys(POLICIES) as PolicyName[]) {
    const changes = await changesOf(tx, bureauId, name);
    const current = changes.find(({ effectiveOn }) => effectiveOn <= day);
    const value = POLICIES[name].builtIn as Policy['value'];
    const builtIn = { name, version: 0, value, effectiveOn: null, approval: null, decidedBy: [] };
    inForce.push(current === undefined ? builtIn : await shown(current));
    for (const change of changes.filter(({ effectiveOn }) => effectiveOn > day).reverse()) {
      toCome.push(await shown(change));
    }
  }
  return { inForce, toCome };
}
