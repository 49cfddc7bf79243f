import { uuidv7 } from 'uuidv7';
import type { BusinessDate } from '../calendar';
import type { OrganizationFacts } from '../law';
import type { Work } from '../platform/work';
import { Organization, OrganizationPenalty } from './organization.entity';

export interface OrganizationToRegister extends OrganizationFacts {
  readonly ref: string;
  readonly name: string;
  readonly validUntil?: BusinessDate;
  readonly email?: string;
}

/** Opens the file of an organization; returns its id. */
export async function registerOrganization(
  work: Work,
  organization: OrganizationToRegister,
): Promise<string> {
  const id = uuidv7();
  await work.tx.insert(Organization, {
    id,
    bookId: work.bookId,
    ref: organization.ref,
    name: organization.name,
    kind: organization.kind,
    uscc: organization.uscc,
    registrarRegion: organization.registrarRegion ?? null,
    registeredOn: organization.registeredOn,
    activeSince: organization.activeSince ?? null,
    annualReportYears: [...organization.annualReports],
    cleanRecordStatementOn: organization.cleanRecordStatementOn,
    charterRelated: organization.charterRelated,
    reviewedBy: organization.reviewedBy ?? null,
    validUntil: organization.validUntil ?? null,
    email: organization.email ?? null,
  });
  for (const { decidedOn, cause } of organization.penalties) {
    await work.tx.insert(OrganizationPenalty, {
      id: uuidv7(),
      organizationId: id,
      decidedOn,
      cause,
    });
  }
  return id;
}
