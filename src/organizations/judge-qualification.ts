import { uuidv7 } from 'uuidv7';
import { recordComputation } from '../audit';
import type { BusinessDate } from '../calendar';
import { DomainError } from '../errors';
import { qualify } from '../law';
import type { Work } from '../platform/work';
import { Organization, OrganizationPenalty } from './organization.entity';
import { Qualification } from './qualification.entity';

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
  const penalties = await work.tx.findBy(OrganizationPenalty, { organizationId });
  const { value, explanation } = qualify(
    {
      kind: organization.kind,
      uscc: organization.uscc,
      ...(organization.registrarRegion !== null && {
        registrarRegion: organization.registrarRegion,
      }),
      registeredOn: organization.registeredOn,
      ...(organization.activeSince !== null && { activeSince: organization.activeSince }),
      annualReports: organization.annualReportYears,
      cleanRecordStatementOn: organization.cleanRecordStatementOn,
      charterRelated: organization.charterRelated,
      penalties: penalties.map(({ decidedOn, cause }) => ({ decidedOn, cause })),
      ...(organization.reviewedBy !== null && { reviewedBy: organization.reviewedBy }),
    },
    filedOn,
  );
  await work.tx.insert(Qualification, {
    id: uuidv7(),
    caseId,
    organizationId,
    asOf: filedOn,
    status: value.status,
    reasons: [...value.reasons],
    ruleVersion: explanation.ruleVersion,
  });
  await recordComputation(work, `qualification of ${organization.ref}`, explanation, value);
}

/**
 * Requires that an organization was found eligible for a case.
 *
 * @throws DomainError ORG_NOT_QUALIFIED with the status and the reasons of the verdict
 */
export async function requireQualified(
  work: Work,
  caseId: string,
  organizationId: string,
): Promise<void> {
  const verdict = await work.tx.findOneBy(Qualification, { caseId, organizationId });
  if (verdict?.status !== 'eligible') {
    throw new DomainError('ORG_NOT_QUALIFIED', 'refused', {
      qualification: verdict?.status ?? 'not_judged',
      reasons: verdict?.reasons ?? [],
    });
  }
}
