import type { EntityManager } from 'typeorm';
import { asService, BureauBook } from '../identity';
import { type AwardPolicy, awardPolicy, CASE_FILE_AWARD_POLICY } from '../law';
import { policyInForce, policyVersion } from './policies';

/** The policy of awards of a bureau, and which version it is; null for the one of case files. */
export interface AwardPolicyInForce {
  readonly version: number | null;
  readonly policy: AwardPolicy;
  readonly noticeDays: number;
}

/** The bureau whose book it is; null for a book of case files. */
async function bureauOf(tx: EntityManager, bookId: number): Promise<string | null> {
  return (await tx.findOneBy(BureauBook, { bookId }))?.bureauId ?? null;
}

const CASE_FILES: AwardPolicyInForce = {
  version: null,
  policy: CASE_FILE_AWARD_POLICY,
  noticeDays: 7,
};

/** The policy of awards in force in a book today; a version of it where one is named. */
export async function awardPolicyOf(
  tx: EntityManager,
  bookId: number,
  version?: number,
): Promise<AwardPolicyInForce> {
  // Whoever reads the book may be of another bureau, or of an organization.
  return asService(tx, async () => {
    const bureauId = await bureauOf(tx, bookId);
    if (bureauId === null) return CASE_FILES;
    const found =
      version === undefined
        ? await policyInForce(tx, bureauId, 'award_policy')
        : { version, value: await policyVersion(tx, bureauId, 'award_policy', version) };
    return {
      version: found.version,
      policy: awardPolicy(found.value, `award_policy/${String(found.version)}`),
      noticeDays: found.value.noticeDays,
    };
  });
}
