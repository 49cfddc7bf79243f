import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordComputation } from '../audit';
import type { BusinessDate } from '../calendar';
import { DomainError } from '../errors';
import { type OrganizationFacts, qualify } from '../law';
import type { Work } from '../platform/work';
import { Organization, OrganizationPenalty } from './organization.entity';
import { Qualification } from './qualification.entity';

/** What the law asks about an organization, from its file. */
async function factsOf(tx: EntityManager, organization: Organization): Promise<OrganizationFacts> {
  const penalties = await tx.findBy(OrganizationPenalty, { organizationId: organization.id });
  const { registrarRegion, activeSince, reviewedBy } = organization;
  return {
    kind: organization.kind,
    uscc: organization.uscc,
    ...(registrarRegion !== null && { registrarRegion }),
    registeredOn: organization.registeredOn,
    ...(activeSince !== null && { activeSince }),
    annualReports: organization.annualReportYears,
    cleanRecordStatementOn: organization.cleanRecordStatementOn,
    charterRelated: organization.charterRelated,
    penalties: penalties.map(({ decidedOn, cause }) => ({ decidedOn, cause })),
    ...(reviewedBy !== null && { reviewedBy }),
  };
}

/** Whether an organization could sue, were a case filed on a day, from what its file says now. */
export async function qualificationOn(
  tx: EntityManager,
  organization: Organization,
  asOf: BusinessDate,
): Promise<ReturnType<typeof qualify>> {
  return qualify(await factsOf(tx, organization), asOf);
}

/** Judges an organization as of the day a case was filed, and keeps the verdict for the case. */
export async function judgeQualification(
  work: Work,
  question: {
    readonly organizationId: string;
    readonly caseId: string;
    readonly filedOn: BusinessDate;
  },
): Promise<void> {
  const { organizationId, caseId, filedOn } = question;
  const organization = await work.tx.findOneByOrFail(Organization, { id: organizationId });
  const { value, explanation } = await qualificationOn(work.tx, organization, filedOn);
  const verdict = {
    asOf: filedOn,
    status: value.status,
    reasons: [...value.reasons],
    ruleVersion: explanation.ruleVersion,
  };
  const revoked = await work.tx.findOneBy(Qualification, {
    caseId,
    organizationId,
    isRevoked: true,
  });
  if (revoked === null) {
    await work.tx.insert(Qualification, { id: uuidv7(), caseId, organizationId, ...verdict });
  } else {
    await work.tx.update(Qualification, revoked.id, { ...verdict, isRevoked: false });
  }
  await recordComputation(work, `qualification of ${organization.ref}`, explanation, value);
}

/**
 * Requires that an organization was found eligible for a case, and is in good standing.
 *
 * @throws DomainError ORG_NOT_QUALIFIED with the status and the reasons of the verdict, or its standing
 */
export async function requireQualified(
  work: Pick<Work, 'tx'>,
  caseId: string,
  organizationId: string,
): Promise<void> {
  const verdict = await work.tx.findOneBy(Qualification, {
    caseId,
    organizationId,
    isRevoked: false,
  });
  if (verdict?.status !== 'eligible') {
    throw new DomainError('ORG_NOT_QUALIFIED', 'refused', {
      qualification: verdict?.status ?? 'not_judged',
      reasons: verdict?.reasons ?? [],
    });
  }
  const { state } = await work.tx.findOneByOrFail(Organization, { id: organizationId });
  if (state !== 'registered') {
    throw new DomainError('ORG_NOT_QUALIFIED', 'refused', { qualification: state, reasons: [] });
  }
}
