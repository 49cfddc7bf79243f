import { createHash } from 'node:crypto';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { LitigationCase } from '../cases';
import { type AwardInputs, type Explanation, isDamages } from '../law';
import { sumFen } from '../money';
import { Organization } from '../organizations';
import { Judgment, JudgmentItem } from '../recoveries';
import { Sanction } from './award.entity';

/** A plaintiff of a case, and the part that the plaintiffs agreed on for it. */
export interface Plaintiff {
  readonly organizationId: string;
  readonly share?: string | undefined;
}

/** The judgment of a case that counts: of several in force the last one. */
export async function lastJudgment(
  tx: EntityManager,
  caseId: string,
): Promise<Judgment | undefined> {
  const order = { ordinal: 'ASC' } as const;
  const judgments = await tx.find(Judgment, { where: { caseId, reversedOn: IsNull() }, order });
  return judgments.at(-1);
}

/** What the award of a case depends on, as things stand; the organizations by their references. */
export async function awardInputs(
  tx: EntityManager,
  { id: caseId, damagesReceivedFen }: Pick<LitigationCase, 'id' | 'damagesReceivedFen'>,
  { outcome, claimedFen }: Pick<Judgment, 'outcome' | 'claimedFen'>,
  plaintiffs: readonly Plaintiff[],
): Promise<AwardInputs> {
  const items = await tx.findBy(JudgmentItem, { caseId, reversed: false });
  const order = { id: 'ASC' } as const;
  const sanctions = await tx.find(Sanction, { where: { caseId }, order });
  const ids = plaintiffs.map(({ organizationId }) => organizationId);
  const organizations = await tx.findBy(Organization, { id: In(ids) });
  const refs = new Map(organizations.map(({ id, ref }) => [id, ref]));
  return {
    outcome,
    base: damagesReceivedFen,
    damagesOrdered: sumFen(
      items.filter(({ kind }) => isDamages(kind)).map(({ orderedFen }) => orderedFen),
    ),
    claimed: claimedFen,
    sanctions: sanctions.map(({ amountPaidFen, grade }) => ({ amountPaid: amountPaidFen, grade })),
    plaintiffs: plaintiffs.map(({ organizationId, share }) => ({
      id: refs.get(organizationId) ?? '',
      ...(share !== undefined && { share }),
    })),
  };
}

/** SHA-256 of what an award was computed from: whether anything of it has changed since. */
export const inputsHash = ({ inputs, ruleVersion }: Explanation): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([ruleVersion, inputs]))
    .digest();
